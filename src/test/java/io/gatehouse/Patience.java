package io.gatehouse;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens in another thread: looks often, and fails when it takes too long. */
public final class Patience {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private Patience() {}

    public static void until(String what, BooleanSupplier holds) {
        until(what, LONGEST, holds);
    }

    /** For what takes its time by itself. */
    public static void until(String what, Duration longest, BooleanSupplier holds) {
        long end = System.nanoTime() + longest.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("Waited in vain: " + what);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
