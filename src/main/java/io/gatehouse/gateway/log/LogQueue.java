package io.gatehouse.gateway.log;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Between event loops, which must not wait, and a receiver, which may be slow or gone. Records beyond its bounds are dropped and
 * counted. A thread delivers as long as records come, and goes when none has come for a while.
 */
public final class LogQueue {
    private static final Logger LOG = System.getLogger(LogQueue.class.getName());
    private static final long LOOK_MILLIS = 20;
    private static final long LINGER_MILLIS = 2_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final QueueConfig config;
    private final LogSink sink;
    private final LogCounts counts;
    private final Executor threads;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean delivering = new AtomicBoolean();
    /** Records that are neither sent nor lost. */
    private final AtomicInteger underway = new AtomicInteger();

    private boolean failing;

    LogQueue(QueueConfig config, LogSink sink, LogCounts counts, Executor threads) {
        this.config = config;
        this.sink = sink;
        this.counts = counts;
        this.threads = threads;
    }

    /** Whether there is no room, which spares making the record. Counts the record as dropped then. */
    public boolean isFull() {
        if (waitingCount.get() < config.maxEntries() && waitingBytes.get() < config.bytes()) return false;
        counts.dropped(1);
        return true;
    }

    /** Never waits. */
    public void add(byte[] record) {
        boolean fewEnough = waitingCount.incrementAndGet() <= config.maxEntries();
        boolean smallEnough = waitingBytes.addAndGet(record.length) <= config.bytes();
        if (!fewEnough || !smallEnough) {
            waitingCount.decrementAndGet();
            waitingBytes.addAndGet(-record.length);
            counts.dropped(1);
            return;
        }
        underway.incrementAndGet();
        waiting.add(record);
        if (!delivering.get() && delivering.compareAndSet(false, true)) threads.execute(this::deliver);
    }

    /** Whether everything that came is sent or lost. */
    boolean isIdle() {
        return underway.get() == 0;
    }

    private void deliver() {
        try {
            long quietSince = System.nanoTime();
            while (millisSince(quietSince) < LINGER_MILLIS) {
                List<byte[]> batch = batch();
                if (batch.isEmpty()) {
                    pause(LOOK_MILLIS);
                } else {
                    send(batch);
                    underway.addAndGet(-batch.size());
                    quietSince = System.nanoTime();
                }
            }
            sink.rest();
        } finally {
            delivering.set(false);
        }
        // One that came between the last look and the end would wait for the next.
        if (!waiting.isEmpty() && delivering.compareAndSet(false, true)) threads.execute(this::deliver);
    }

    private List<byte[]> batch() {
        List<byte[]> batch = new ArrayList<>();
        long since = System.nanoTime();
        while (batch.size() < config.maxBatchSize()) {
            byte[] next = waiting.poll();
            if (next != null) {
                waitingCount.decrementAndGet();
                waitingBytes.addAndGet(-next.length);
                batch.add(next);
            } else if (batch.isEmpty() || millisSince(since) >= config.coalescingMillis()) {
                break;
            } else {
                pause(Math.min(LOOK_MILLIS, config.coalescingMillis()));
            }
        }
        return batch;
    }

    private void send(List<byte[]> batch) {
        long since = System.nanoTime();
        long delay = config.firstRetryMillis();
        while (true) {
            try {
                sink.send(batch);
                counts.sent(batch.size());
                recovered();
                return;
            } catch (LogSink.Refused refused) {
                lose(batch, refused);
                return;
            } catch (InterruptedException ended) {
                lose(batch, ended);
                return;
            } catch (IOException | RuntimeException failed) {
                sink.rest();
                if (millisSince(since) + delay > config.retryMillis()) {
                    lose(batch, failed);
                    return;
                }
                pause(delay);
                delay = Math.min(delay * 2, config.longestRetryMillis());
            }
        }
    }

    private void lose(List<byte[]> batch, Exception why) {
        counts.dropped(batch.size());
        // Once an outage, or the log would be as long as the traffic.
        if (!failing) LOG.log(Level.WARNING, counts.plugin() + " cannot deliver records, they are dropped: " + why);
        failing = true;
    }

    private void recovered() {
        if (failing) LOG.log(Level.INFO, counts.plugin() + " delivers records again");
        failing = false;
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOS_PER_MILLI;
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(millis * NANOS_PER_MILLI);
    }
}
