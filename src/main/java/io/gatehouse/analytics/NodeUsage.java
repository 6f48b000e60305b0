package io.gatehouse.analytics;

import io.gatehouse.gateway.usage.UsageRecord;
import io.gatehouse.gateway.usage.UsageSink;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Counts the calls of a gateway that has no database: for Prometheus, and for nobody else. */
public final class NodeUsage implements UsageSink, AutoCloseable {
    private static final long DRAIN_MILLIS = 200;

    private final UsageQueue waiting = new UsageQueue();
    private final UsageMetrics metrics;
    private final Function<UUID, String> serviceName;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread usage = new Thread(task, "usage");
        usage.setDaemon(true);
        return usage;
    });

    /** @param serviceName of a service that a call went to */
    public NodeUsage(MeterRegistry registry, Function<UUID, String> serviceName) {
        this.serviceName = serviceName;
        metrics = new UsageMetrics(registry);
        metrics.countDropped(waiting.dropped());
        thread.scheduleWithFixedDelay(this::drain, DRAIN_MILLIS, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void take(UsageRecord call) {
        waiting.take(call);
    }

    private void drain() {
        for (UsageRecord call = waiting.poll(); call != null; call = waiting.poll())
            metrics.count(call.serviceId() == null ? "" : serviceName.apply(call.serviceId()), call);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
