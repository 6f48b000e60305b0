package io.gatehouse.controlplane;

import java.util.UUID;

/**
 * A line of the change log.
 *
 * @param sequence 0 until it is written
 * @param group null when it concerns all runtime groups
 * @param consumer null when it is the topology that has changed
 */
record Change(long sequence, UUID group, UUID consumer) {

    /** One that is still to be written. */
    static Change of(UUID group, UUID consumer) {
        return new Change(0, group, consumer);
    }

    Change numbered(long sequence) {
        return new Change(sequence, group, consumer);
    }

    boolean isTopology() {
        return consumer == null;
    }
}
