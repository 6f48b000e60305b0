package io.gatehouse.analytics;

import io.gatehouse.application.KeyUse;
import io.gatehouse.gateway.usage.UsageRecord;
import io.gatehouse.gateway.usage.UsageSink;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Where the gateway's event loops leave what they know of each call. They only put it into a queue; one thread of its own takes
 * it out, sums it up and stores the sums every few seconds. What a full queue cannot hold is dropped and counted: the traffic
 * never waits for its own statistics.
 */
@Singleton
public class UsageInbox implements UsageSink {
    private static final Logger LOG = Logger.getLogger(UsageInbox.class);
    /** Which counts its last calls while it stops. */
    private static final int AFTER_THE_GATEWAY = 9_000;

    private static final int MOST_UNSAVED_ROWS = 100_000;
    private static final long DRAIN_MILLIS = 200;
    private static final long SAVE_MILLIS = 2_000;
    private static final long SAVE_KEY_USE_MILLIS = 30_000;

    private final UsageQueue waiting = new UsageQueue();
    private final UsageRows rows;
    private final KeyUse keyUse;
    private final ServiceNames services;
    private final RecentCalls recent;
    private final LastMinute lastMinute;
    private final UsageMetrics metrics;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "usage"));

    private volatile Instant savedUntil = Instant.now();

    // Only touched by the thread above.
    private Map<UsageRows.Key, UsageRows.Sum> sums = new HashMap<>();
    private Map<UUID, Instant> lastUse = new HashMap<>();
    private Map<UUID, String> serviceNames = new HashMap<>();
    private boolean serviceNamesAreOld = true;

    UsageInbox(
            UsageRows rows,
            KeyUse keyUse,
            ServiceNames services,
            RecentCalls recent,
            LastMinute lastMinute,
            UsageMetrics metrics) {
        this.rows = rows;
        this.keyUse = keyUse;
        this.services = services;
        this.recent = recent;
        this.lastMinute = lastMinute;
        this.metrics = metrics;
        metrics.countDropped(waiting.dropped());
    }

    @Override
    public void take(UsageRecord call) {
        waiting.take(call);
    }

    void start(@Observes StartupEvent event) {
        thread.scheduleWithFixedDelay(this::drain, DRAIN_MILLIS, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(this::save, SAVE_MILLIS, SAVE_MILLIS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(
                this::saveKeyUse, SAVE_KEY_USE_MILLIS, SAVE_KEY_USE_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes @Priority(AFTER_THE_GATEWAY) ShutdownEvent event) throws InterruptedException {
        thread.execute(this::save);
        thread.execute(this::saveKeyUse);
        thread.shutdown();
        if (!thread.awaitTermination(5, TimeUnit.SECONDS)) LOG.warn("The last seconds of usage were not stored");
    }

    private void drain() {
        try {
            if (serviceNamesAreOld && !waiting.isEmpty()) refreshServiceNames();
            for (UsageRecord call = waiting.poll(); call != null; call = waiting.poll()) count(call);
        } catch (RuntimeException e) {
            LOG.error("Cannot count a call", e);
        }
    }

    private void count(UsageRecord call) {
        Outcome outcome = Outcome.of(call);
        Instant endedAt = Instant.ofEpochMilli(call.endedAt());
        String service = nameOf(call.serviceId());
        UsageRows.Key key = new UsageRows.Key(
                endedAt.truncatedTo(ChronoUnit.HOURS),
                call.consumerId() == null ? UsageHour.NOBODY : call.consumerId(),
                service,
                outcome);
        sums.merge(key, new UsageRows.Sum(1, call.totalMillis()), UsageRows.Sum::plus);
        if (call.credentialId() != null) lastUse.put(call.credentialId(), endedAt);
        if (!outcome.isRefusal()) lastMinute.add(call.consumerId(), service, endedAt);
        metrics.count(service, call);
        Call shown = new Call(
                endedAt,
                call.requestId(),
                call.credentialId(),
                service,
                call.method(),
                call.path(),
                call.status(),
                call.totalMillis(),
                outcome,
                call.refusal());
        recent.add(call.consumerId(), shown);
        recent.add(call.serviceId(), shown);
    }

    /** A service that is not known is asked for once; one that is gone goes by its id from then on. */
    private String nameOf(UUID serviceId) {
        if (serviceId == null) return UsageHour.NO_SERVICE;
        if (!serviceNames.containsKey(serviceId)) refreshServiceNames();
        return serviceNames.computeIfAbsent(serviceId, UUID::toString);
    }

    /** While the database is away the old names do. */
    private void refreshServiceNames() {
        serviceNamesAreOld = false;
        try {
            serviceNames = services.all();
        } catch (RuntimeException e) {
            LOG.warn("The names of services could not be read: " + e.getMessage());
        }
    }

    /** A database that is away costs no call: the sums wait for it, as long as there are not too many of them. */
    private void save() {
        drain();
        serviceNamesAreOld = true;
        Instant drained = Instant.now();
        if (sums.isEmpty()) {
            savedUntil = drained;
            return;
        }
        try {
            rows.add(sums);
            sums = new HashMap<>();
            savedUntil = drained;
        } catch (RuntimeException e) {
            LOG.warn("Usage could not be stored yet: " + e.getMessage());
            if (sums.size() <= MOST_UNSAVED_ROWS) return;
            waiting.dropped()
                    .addAndGet(sums.values().stream()
                            .mapToLong(UsageRows.Sum::calls)
                            .sum());
            sums = new HashMap<>();
        }
    }

    private void saveKeyUse() {
        if (lastUse.isEmpty()) return;
        try {
            keyUse.seen(lastUse);
            lastUse = new HashMap<>();
        } catch (RuntimeException e) {
            LOG.warn("When keys were last used could not be stored yet: " + e.getMessage());
        }
    }

    /** Calls that ended before this are in the database. */
    Instant savedUntil() {
        return savedUntil;
    }

    /** Stores what has come so far, for tests and for a page that must be exact. */
    public void flush() {
        try {
            thread.submit(this::save).get(10, TimeUnit.SECONDS);
            thread.submit(this::saveKeyUse).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Usage could not be stored", e);
        }
    }
}
