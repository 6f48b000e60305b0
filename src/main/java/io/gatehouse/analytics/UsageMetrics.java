package io.gatehouse.analytics;

import io.gatehouse.gateway.usage.UsageRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The gateway's numbers for Prometheus. Labels are service and class of status only, so that their number is bounded. */
@Singleton
class UsageMetrics {
    private static final int MOST_SERVICES = 1_000;
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Map<String, Meters> byService = new HashMap<>();

    UsageMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void countDropped(AtomicLong dropped) {
        FunctionCounter.builder("gatehouse.usage.dropped", dropped, AtomicLong::doubleValue)
                .description("Calls that no statistics know of")
                .register(registry);
    }

    /** Called by one thread. */
    void count(String service, UsageRecord call) {
        String label = service.isEmpty() ? "none" : service;
        if (byService.size() >= MOST_SERVICES && !byService.containsKey(label)) label = "other";
        Meters meters = byService.computeIfAbsent(label, Meters::new);
        meters.requests[Math.min(Math.max(call.status() / 100, 1), 5) - 1].increment();
        meters.latency.record(call.totalMillis(), TimeUnit.MILLISECONDS);
    }

    private final class Meters {
        private final Counter[] requests = new Counter[5];
        private final Timer latency;

        Meters(String service) {
            for (int i = 0; i < requests.length; i++)
                requests[i] = Counter.builder("gatehouse.requests")
                        .description("Requests that the gateway has answered")
                        .tag("service", service)
                        .tag("status", i + 1 + "xx")
                        .register(registry);
            latency = Timer.builder("gatehouse.request.duration")
                    .description("From the head of the request to the end of the answer")
                    .tag("service", service)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
        }
    }
}
