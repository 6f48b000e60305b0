package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.limit.Decision.Room;

/** Where in Redis one limit of one caller is counted at a moment, and how what is found there reads. */
record SharedWindow(Limit limit, String prefix, long now, long start, long end) {
    private static final long GRACE_MILLIS = 1_000;

    static SharedWindow of(Limit limit, String prefix, long now) {
        Period period = limit.period();
        if (limit.windowType() == WindowType.FIXED) {
            long start = period.startOf(now);
            return new SharedWindow(limit, prefix, now, start, period.endOf(start));
        }
        long start = now - Math.floorMod(now, period.millis());
        return new SharedWindow(limit, prefix, now, start, start + period.millis());
    }

    /** Named as Kong names its counters. */
    String key() {
        return prefix + start + ":" + limit.period().name();
    }

    /** Of the window before; the share says whether it counts. */
    String keyBefore() {
        return prefix + (start - limit.period().millis()) + ":" + limit.period().name();
    }

    /** How much of the window before counts. */
    double share() {
        return isSliding() ? tally(0, 0).share() : 0;
    }

    /** How long the counter matters from now on. */
    long millisToKeep() {
        return end - now + GRACE_MILLIS + (isSliding() ? limit.period().millis() : 0);
    }

    /** How long the counter of the window before matters from now on. */
    long millisToKeepBefore() {
        return end - now + GRACE_MILLIS;
    }

    long room(long current, long before) {
        return isSliding() ? tally(current, before).room(limit.requests()) : Math.max(0, limit.requests() - current);
    }

    long retryAfter(long current, long before) {
        return isSliding() ? tally(current, before).retryAfter(limit.requests()) : end - now;
    }

    Room left(long current, long before) {
        return new Room(limit, room(current, before), end - now);
    }

    private boolean isSliding() {
        return limit.windowType() == WindowType.SLIDING;
    }

    private SlidingTally tally(long current, long before) {
        return new SlidingTally(limit.period().millis(), now - start, current, before);
    }
}
