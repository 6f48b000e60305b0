package io.gatehouse.gateway.balancer;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets calls come to a target little by little when it has just been added or has come back: its caches are cold, and a full share at once
 * may take it down again. Its weight grows from a tenth to all of it. Shared by all event loops, without a lock.
 */
final class SlowStart {
    private static final long NOT = Long.MIN_VALUE;
    private static final int WHOLE = 1000;
    /** With nothing at all nobody would see whether it works. */
    private static final int LEAST = 100;

    private final long millis;
    private final InstantSource clock;
    private final AtomicLong taken;
    private volatile long since = NOT;

    /** @param before of the same target in what was served until now; null for none */
    SlowStart(Number seconds, InstantSource clock, SlowStart before) {
        this.millis = (long) (seconds.doubleValue() * 1000);
        this.clock = clock;
        taken = before == null ? new AtomicLong() : before.taken;
        since = before == null ? NOT : before.since;
    }

    void begin() {
        if (millis > 0) since = clock.millis();
    }

    /** Of its weight, in thousandths. */
    private int share() {
        long from = since;
        if (from == NOT) return WHOLE;
        long gone = clock.millis() - from;
        if (gone >= 0 && gone < millis) return (int) Math.max(LEAST, WHOLE * gone / millis);
        since = NOT;
        return WHOLE;
    }

    /** What counts of a weight by now; never nothing of something. */
    long of(int weight) {
        return since == NOT ? weight : (long) weight * share() / WHOLE;
    }

    /** Whether it is up to a turn that has come to it: of ten turns one, then two, and so on, evenly. */
    boolean takesTurn() {
        if (since == NOT) return true;
        int share = share();
        long before = taken.getAndAdd(share);
        return Math.floorDiv(before + share, WHOLE) > Math.floorDiv(before, WHOLE);
    }
}
