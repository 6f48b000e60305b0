package io.gatehouse.gateway.log;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The queues of one plugin. A configuration that stays the same keeps its queue, and what waits there, when others change. */
public final class LogQueues {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Map<Record, WeakReference<LogQueue>> byConfig = new ConcurrentHashMap<>();
    private final LogCounts counts;
    private final Executor threads;

    public LogQueues(String plugin) {
        counts = new LogCounts(plugin);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, plugin);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The queue for a configuration. It is forgotten with the last filter that has it. */
    public synchronized LogQueue of(Record config, QueueConfig limits, Supplier<LogSink> sink) {
        byConfig.values().removeIf(reference -> reference.get() == null);
        WeakReference<LogQueue> known = byConfig.get(config);
        LogQueue queue = known == null ? null : known.get();
        if (queue != null) return queue;
        LogQueue made = new LogQueue(limits, sink.get(), counts, threads);
        byConfig.put(config, new WeakReference<>(made));
        return made;
    }

    /** Waits until nothing waits any more, or for this long. */
    public void finish(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end && !isIdle()) LockSupport.parkNanos(LOOK.toNanos());
    }

    private boolean isIdle() {
        for (WeakReference<LogQueue> reference : byConfig.values()) {
            LogQueue queue = reference.get();
            if (queue != null && !queue.isIdle()) return false;
        }
        return true;
    }

    public LogCounts counts() {
        return counts;
    }
}
