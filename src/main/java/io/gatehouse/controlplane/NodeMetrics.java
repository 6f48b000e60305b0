package io.gatehouse.controlplane;

import io.gatehouse.gateway.log.AccessLog;
import io.gatehouse.gateway.proxy.Guard;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The local node's own numbers for Prometheus: what never becomes a call, and so is in nobody's usage. */
public final class NodeMetrics {
    private NodeMetrics() {}

    public static void of(Guard guard, MeterRegistry registry) {
        Gauge.builder("gatehouse.gateway.connections", guard, Guard::openConnections)
                .description("Connections that clients have open")
                .register(registry);
        for (Guard.Limit limit : Guard.Limit.values()) {
            FunctionCounter.builder("gatehouse.gateway.limited", guard, counting -> counting.hits(limit))
                    .description("How often clients ran into a limit of the gateway")
                    .tag("limit", limit.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    static void of(AccessLog log, MeterRegistry registry) {
        FunctionCounter.builder("gatehouse.access.log.dropped", log, AccessLog::dropped)
                .description("Calls that the access log does not have, since it could not be written fast enough")
                .register(registry);
    }
}
