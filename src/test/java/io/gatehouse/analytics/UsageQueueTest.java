package io.gatehouse.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.usage.UsageRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every call is counted, or counted as one that is not. */
class UsageQueueTest {
    private static final int THREADS = 4;
    private static final int CALLS = 60_000;
    private static final UsageRecord CALL =
            new UsageRecord(0, "id", null, null, null, null, "GET", "/", 200, 1, 1, null);

    private final UsageQueue queue = new UsageQueue();

    private List<Thread> callers() {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread caller = new Thread(() -> {
                for (int call = 0; call < CALLS; call++) queue.take(CALL);
            });
            caller.start();
            callers.add(caller);
        }
        return callers;
    }

    private int read() {
        int read = 0;
        while (queue.poll() != null) read++;
        return read;
    }

    @Test
    void under_load_every_call_is_read_or_told_as_dropped() throws Exception {
        AtomicInteger read = new AtomicInteger();
        List<Thread> callers = callers();
        while (callers.stream().anyMatch(Thread::isAlive)) read.addAndGet(read());
        for (Thread caller : callers) caller.join();
        read.addAndGet(read());
        assertEquals(THREADS * CALLS, read.get() + queue.dropped().get());
    }

    @Test
    void what_a_full_queue_drops_is_a_number_for_prometheus() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new UsageMetrics(registry).countDropped(queue.dropped());
        for (Thread caller : callers()) caller.join();
        double dropped =
                registry.get("gatehouse.usage.dropped").functionCounter().count();
        assertTrue(dropped >= 40_000, "dropped " + dropped);
        assertEquals(THREADS * CALLS, read() + (int) dropped);
        queue.take(CALL);
        assertEquals(1, read());
    }
}
