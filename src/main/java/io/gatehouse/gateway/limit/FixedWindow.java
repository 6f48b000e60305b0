package io.gatehouse.gateway.limit;

/** One counter that starts again at every turn of the period. */
final class FixedWindow implements Window {

    private final Period period;
    private long start;
    private long end;
    private long count;

    FixedWindow(Period period) {
        this.period = period;
    }

    @Override
    public long room(long limit, long now) {
        turn(now);
        return Math.max(0, limit - count);
    }

    @Override
    public void add(long limit, long amount, long now) {
        turn(now);
        count += amount;
    }

    @Override
    public long resetAfter(long now) {
        return end - now;
    }

    @Override
    public long retryAfter(long limit, long now) {
        return end - now;
    }

    @Override
    public boolean idle(long now) {
        return now >= end || count == 0;
    }

    /** Also when the clock was set back: a count of a period to come would lock the caller out until then. */
    private void turn(long now) {
        if (now >= end || now < start) {
            start = period.startOf(now);
            end = period.endOf(start);
            count = 0;
        }
    }
}
