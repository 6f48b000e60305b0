package io.gatehouse.analytics;

import io.gatehouse.gateway.feed.NodeWire.UsageRow;
import io.gatehouse.gateway.feed.UsageSpool;
import io.gatehouse.gateway.usage.UsageRecord;
import io.gatehouse.gateway.usage.UsageSink;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Counts the calls of a gateway that has no database: for Prometheus, and for the control plane if it has one. */
public final class NodeUsage implements UsageSink, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NodeUsage.class);
    private static final long DRAIN_MILLIS = 200;
    private static final long SPOOL_MILLIS = 2_000;
    /** Where keys were last used is told now and then: it is a number for each key, whatever the number of calls. */
    private static final int SPOOLS_PER_KEY_USE = 15;

    private static final int MOST_UNSPOOLED_ROWS = 100_000;
    private static final int LAST_SECONDS = 3;

    private final UsageQueue waiting = new UsageQueue();
    private final UsageMetrics metrics;
    private final Function<UUID, String> serviceName;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread usage = new Thread(task, "usage");
        usage.setDaemon(true);
        return usage;
    });

    // Only touched by the thread above, once it is set.
    private volatile UsageSpool spool;
    private Map<UsageRows.Key, UsageRows.Sum> sums = new HashMap<>();
    private Map<UUID, Long> lastUse = new HashMap<>();
    private int spools;

    /** @param serviceName of a service that a call went to */
    public NodeUsage(MeterRegistry registry, Function<UUID, String> serviceName) {
        this.serviceName = serviceName;
        metrics = new UsageMetrics(registry);
        metrics.countDropped(waiting.dropped());
        thread.scheduleWithFixedDelay(this::drain, DRAIN_MILLIS, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** From now on sums of calls go there. */
    public void keepIn(UsageSpool place) {
        spool = place;
        thread.scheduleWithFixedDelay(this::spool, SPOOL_MILLIS, SPOOL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void take(UsageRecord call) {
        waiting.take(call);
    }

    private void drain() {
        try {
            for (UsageRecord call = waiting.poll(); call != null; call = waiting.poll()) count(call);
        } catch (RuntimeException e) {
            LOG.error("Cannot count a call", e);
        }
    }

    private void count(UsageRecord call) {
        String service = call.serviceId() == null ? UsageHour.NO_SERVICE : serviceName.apply(call.serviceId());
        metrics.count(service, call);
        if (spool == null) return;
        UsageRows.Key key = new UsageRows.Key(
                Instant.ofEpochMilli(call.endedAt()).truncatedTo(ChronoUnit.HOURS),
                call.consumerId() == null ? UsageHour.NOBODY : call.consumerId(),
                service,
                Outcome.of(call));
        sums.merge(key, new UsageRows.Sum(1, call.totalMillis()), UsageRows.Sum::plus);
        if (call.credentialId() != null) lastUse.merge(call.credentialId(), call.endedAt(), Math::max);
    }

    private void spool() {
        spools++;
        spool(spools % SPOOLS_PER_KEY_USE == 0);
    }

    /** A disk that is full costs no call: the sums wait for it, as long as there are not too many of them. */
    private void spool(boolean withKeyUse) {
        drain();
        Map<UUID, Long> use = withKeyUse ? lastUse : Map.of();
        if (sums.isEmpty() && use.isEmpty()) return;
        try {
            spool.add(rows(), use);
            sums = new HashMap<>();
            if (withKeyUse) lastUse = new HashMap<>();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Usage could not be kept yet: " + e);
            if (sums.size() <= MOST_UNSPOOLED_ROWS) return;
            AtomicLong dropped = waiting.dropped();
            sums.values().forEach(sum -> dropped.addAndGet(sum.calls()));
            sums = new HashMap<>();
        }
    }

    private List<UsageRow> rows() {
        return sums.entrySet().stream()
                .map(entry -> {
                    UsageRows.Key key = entry.getKey();
                    return new UsageRow(
                            key.hour().toEpochMilli(),
                            key.consumerId().equals(UsageHour.NOBODY) ? null : key.consumerId(),
                            key.serviceName(),
                            key.outcome().wireName(),
                            entry.getValue().calls(),
                            entry.getValue().latencyMs());
                })
                .toList();
    }

    /** What was counted is kept before this returns. */
    @Override
    public void close() {
        if (spool != null) thread.execute(() -> spool(true));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) LOG.warn("The last calls were not kept");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
