package io.gatehouse.gateway.limit;

import java.util.ArrayDeque;

/** Judges a limiter from times and answers alone, against a log of everything that passed, and one of what should have. */
final class Judge {

    private final int limit;
    private final long length;
    private final ArrayDeque<Long> passed = new ArrayDeque<>();
    private final ArrayDeque<Long> ideal = new ArrayDeque<>();
    private int calls;
    private int falseAllows;
    private int falseRejects;
    private int overshoot;
    private long admitted;
    private long ideallyAdmitted;

    Judge(int limit, long length) {
        this.limit = limit;
        this.length = length;
    }

    /**
     * @param falseAllows admitted although the trailing window was full
     * @param falseRejects refused although there was room in it
     * @param overshoot the most that any trailing window had over the limit
     * @param admitRatio admitted, against what an exact log would have admitted
     */
    record Judged(int calls, int falseAllows, int falseRejects, int overshoot, double admitRatio) {}

    /** In the order of the answers. */
    void call(long now, boolean allowed) {
        calls++;
        forget(passed, now);
        forget(ideal, now);
        boolean hadRoom = passed.size() < limit;
        if (ideal.size() < limit) {
            ideal.add(now);
            ideallyAdmitted++;
        }
        if (allowed) {
            passed.add(now);
            admitted++;
            falseAllows += hadRoom ? 0 : 1;
            overshoot = Math.max(overshoot, passed.size() - limit);
        } else {
            falseRejects += hadRoom ? 1 : 0;
        }
    }

    Judged judged() {
        return new Judged(calls, falseAllows, falseRejects, overshoot, admitted / (double) ideallyAdmitted);
    }

    private void forget(ArrayDeque<Long> log, long now) {
        while (!log.isEmpty() && log.peek() + length <= now) {
            log.remove();
        }
    }
}
