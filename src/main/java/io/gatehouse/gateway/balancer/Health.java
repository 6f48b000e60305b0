package io.gatehouse.gateway.balancer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What is known of a target's health. As many failures of one sort as it takes make it unhealthy, as many successes as it takes
 * make it healthy again; what is contrary begins to count anew. While all is well a success only reads.
 */
final class Health {
    /** In which way a call can fail. */
    enum Failure {
        CONNECTION,
        TIMEOUT,
        STATUS
    }

    private final AtomicInteger successes = new AtomicInteger();
    private final AtomicIntegerArray failures = new AtomicIntegerArray(Failure.values().length);
    private volatile boolean failing;
    private volatile boolean healthy = true;
    private volatile boolean unknownHost;
    private volatile Runnable changed = () -> {};

    /** Whoever must know when the target becomes healthy or unhealthy; only the last one that says so. */
    void onChange(Runnable changed) {
        this.changed = changed;
    }

    boolean isHealthy() {
        return healthy;
    }

    /** Whether its name led nowhere when it was last looked up. */
    boolean isUnknownHost() {
        return unknownHost;
    }

    /** @param needed to make it healthy; 0 if nothing does */
    void succeeded(int needed) {
        if (failing) {
            unknownHost = false;
            beginAnew();
        }
        if (!healthy && needed > 0 && successes.incrementAndGet() >= needed) become(true);
    }

    /** @param needed to make it unhealthy; 0 if nothing does */
    void failed(Failure how, int needed) {
        if (needed == 0) return;
        successes.set(0);
        failing = true;
        if (failures.incrementAndGet(how.ordinal()) >= needed) become(false);
    }

    void unknownHost() {
        failing = true;
        unknownHost = true;
    }

    private void beginAnew() {
        failing = unknownHost;
        for (int i = 0; i < failures.length(); i++) failures.set(i, 0);
    }

    /** By what was counted, or by hand. */
    void become(boolean healthy) {
        synchronized (this) {
            successes.set(0);
            beginAnew();
            if (this.healthy == healthy) return;
            this.healthy = healthy;
        }
        changed.run();
    }
}
