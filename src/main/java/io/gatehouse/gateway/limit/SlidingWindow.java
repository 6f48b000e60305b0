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
        return tally(now).room(limit);
    }

    @Override
    public void add(long limit, long amount, long now) {
        turn(now);
        current += amount;
    }

    @Override
    public long resetAfter(long now) {
        return start + length - now;
    }

    @Override
    public long retryAfter(long limit, long now) {
        turn(now);
        return tally(now).retryAfter(limit);
    }

    @Override
    public boolean idle(long now) {
        return now >= start + 2 * length || current == 0 && previous == 0;
    }

    private SlidingTally tally(long now) {
        return new SlidingTally(length, now - start, current, previous);
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
