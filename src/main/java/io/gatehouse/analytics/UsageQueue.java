package io.gatehouse.analytics;

import io.gatehouse.gateway.usage.UsageRecord;
import io.gatehouse.gateway.usage.UsageSink;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Between event loops, which must not wait, and the thread that counts: when that falls far behind, calls go uncounted, and that is counted. */
final class UsageQueue implements UsageSink {
    private static final int MOST_WAITING = 200_000;

    private final Queue<UsageRecord> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();

    @Override
    public void take(UsageRecord call) {
        if (waitingCount.incrementAndGet() > MOST_WAITING) {
            waitingCount.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        waiting.add(call);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The oldest that waits; null if none does. */
    UsageRecord poll() {
        UsageRecord call = waiting.poll();
        if (call != null) waitingCount.decrementAndGet();
        return call;
    }

    AtomicLong dropped() {
        return dropped;
    }
}
