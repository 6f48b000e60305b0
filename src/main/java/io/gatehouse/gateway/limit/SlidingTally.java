package io.gatehouse.gateway.limit;

/**
 * What two counters say at a moment, wherever they are kept: this period's calls, and those of the one before as if they had come
 * evenly spread.
 *
 * @param into milliseconds since this period began
 */
record SlidingTally(long length, long into, long current, long previous) {

    long room(long limit) {
        return Math.max(0, (long) Math.floor(limit - current - previous * share()));
    }

    /** How much of the previous period the trailing one still overlaps. */
    double share() {
        return (double) (length - into) / length;
    }

    long retryAfter(long limit) {
        if (current < limit) {
            return untilOverlapLeaves(previous, limit - 1 - current) - into;
        }
        return length - into + untilOverlapLeaves(current, limit - 1);
    }

    /** The time into a period at which {@code counted} calls of the one before weigh at most {@code allowed}. */
    private long untilOverlapLeaves(long counted, long allowed) {
        if (counted <= allowed) {
            return 0;
        }
        return (long) Math.ceil(length * (1 - Math.max(0, allowed) / (double) counted));
    }
}
