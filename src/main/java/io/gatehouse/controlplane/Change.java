package io.gatehouse.controlplane;

import java.util.UUID;

/**
 * A line of the change log.
 *
 * @param group null when it concerns all runtime groups
 * @param consumer null when it is the topology that has changed
 */
record Change(long sequence, UUID group, UUID consumer) {

    boolean isTopology() {
        return consumer == null;
    }
}
