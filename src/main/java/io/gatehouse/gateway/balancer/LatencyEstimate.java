package io.gatehouse.gateway.balancer;

/**
 * How long a target takes to answer: a moving average that follows a slower answer at once and a faster one by and by, and that is
 * forgotten with time, so that a target which was slow once is tried again. Shared without a lock: of two answers at the same moment
 * one may be lost, which an estimate can bear.
 */
final class LatencyEstimate {
    /** What nobody has measured yet is taken for fast, so that it is tried. */
    static final double UNKNOWN_NANOS = 1_000_000;

    private static final double FADING_NANOS = 10_000_000_000.0;

    private record Seen(double nanos, long at) {}

    private volatile Seen seen;

    void took(long nanos, long now) {
        Seen before = seen;
        if (before == null || nanos >= before.nanos) {
            seen = new Seen(nanos, now);
            return;
        }
        double kept = kept(before, now);
        seen = new Seen(before.nanos * kept + nanos * (1 - kept), now);
    }

    double nanos(long now) {
        Seen last = seen;
        return last == null ? UNKNOWN_NANOS : last.nanos * kept(last, now);
    }

    private static double kept(Seen before, long now) {
        return Math.exp(-Math.max(0, now - before.at) / FADING_NANOS);
    }
}
