package io.gatehouse.gateway.limit;

/**
 * Two counters: this period's, and the share of the previous one's that the trailing period still overlaps, as if its
 * calls had come evenly spread. Periods are plain lengths here: an overlap of a 31-day month with a 28-day one means nothing.
 */
final class SlidingWindow implements Window {

    private final long length;
    private long start;
    private long current;
    private long previous;

    SlidingWindow(Period period) {
        this.length = period.millis();
    }

    @Override
    public long room(long limit, long now) {
        turn(now);
        return Math.max(0, (long) Math.floor(limit - estimate(now)));
    }

    @Override
    public void count(long limit, long now) {
        turn(now);
        current++;
    }

    @Override
    public long resetAfter(long now) {
        return start + length - now;
    }

    @Override
    public long retryAfter(long limit, long now) {
        turn(now);
        if (current < limit) {
            return untilOverlapLeaves(previous, limit - 1 - current) - (now - start);
        }
        return start + length - now + untilOverlapLeaves(current, limit - 1);
    }

    @Override
    public boolean idle(long now) {
        return now >= start + 2 * length || current == 0 && previous == 0;
    }

    private double estimate(long now) {
        return current + previous * (double) (start + length - now) / length;
    }

    /** The time into a period at which {@code counted} calls of the one before weigh at most {@code allowed}. */
    private long untilOverlapLeaves(long counted, long allowed) {
        if (counted <= allowed) {
            return 0;
        }
        return (long) Math.ceil(length * (1 - Math.max(0, allowed) / (double) counted));
    }

    private void turn(long now) {
        long begun = now - Math.floorMod(now, length);
        if (begun == start) {
            return;
        }
        previous = begun == start + length ? current : 0;
        current = 0;
        start = begun;
    }
}
