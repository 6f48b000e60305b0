package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.balancer.Balancer;
import io.gatehouse.gateway.balancer.Balancers;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.metrics.MetricNames;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The health of upstreams' targets for Prometheus, as long as a plugin {@code prometheus} is configured to tell it. */
final class TargetHealthMetrics {
    private static final int MOST_TARGETS = 5_000;
    private static final List<String> STATES = List.of("healthchecks_off", "healthy", "unhealthy", "dns_error");

    private final Supplier<? extends ConfigView> served;
    private final Supplier<Balancers> balancers;

    /** @param served what the gateway of this process serves */
    TargetHealthMetrics(Supplier<? extends ConfigView> served, Supplier<Balancers> balancers) {
        this.served = served;
        this.balancers = balancers;
    }

    void scrape(StringBuilder text) {
        ConfigView view = served.get();
        List<JsonNode> asked = view.list(Kind.PLUGINS).stream()
                .map(Stored::body)
                .filter(plugin -> plugin.path("name").asText().equals("prometheus"))
                .filter(plugin -> plugin.path("enabled").asBoolean(true))
                .map(plugin -> plugin.path("config"))
                .filter(config -> config.path("upstream_health_metrics").asBoolean())
                .map(JsonNode.class::cast)
                .toList();
        if (asked.isEmpty()) return;
        boolean asKong =
                asked.stream().anyMatch(config -> config.path("kong_names").asBoolean());
        String name = (asKong ? "kong" : "gatehouse") + "_upstream_target_health";
        text.append("# TYPE ").append(name).append(" gauge\n");
        int left = MOST_TARGETS;
        for (Stored upstream : view.list(Kind.UPSTREAMS)) {
            Balancer balancer = balancers.get().of(upstream.name());
            for (Stored stored : view.pointingAt(Kind.TARGETS, "upstream", upstream.id())) {
                if (balancer == null || left-- <= 0) return;
                Target target = Kind.TARGETS.read(stored.body()).entity().orElseThrow();
                write(text, name, upstream.name(), target.target(), balancer.health(target));
            }
        }
    }

    private static void write(StringBuilder text, String name, String upstream, String target, String health) {
        for (String state : STATES)
            text.append(name)
                    .append("{upstream=\"")
                    .append(MetricNames.escaped(upstream))
                    .append("\",target=\"")
                    .append(target)
                    .append("\",address=\"")
                    .append(target)
                    .append("\",state=\"")
                    .append(state)
                    .append("\",subsystem=\"http\"} ")
                    .append(health.toLowerCase(Locale.ROOT).equals(state) ? 1 : 0)
                    .append('\n');
    }
}
