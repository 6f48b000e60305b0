package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.db.Vendor;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this is, whether it works, and the numbers for Prometheus, which brings the token as any other caller does. */
// The registry of the framework's own choice; its successor comes with the framework.
@SuppressWarnings("deprecation")
@Singleton
class StatusApi {
    /** The version of Kong's Admin API that this one speaks; tools decide by it what they may ask for. */
    private static final String SPOKEN = "3.10.0";

    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Plugins plugins;
    private final ConfigStore store;
    private final LocalNode node;
    private final PrometheusMeterRegistry metrics;
    private final String version;
    private final String nodeId = UUID.randomUUID().toString();

    StatusApi(
            Plugins plugins,
            ConfigStore store,
            LocalNode node,
            PrometheusMeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.plugins = plugins;
        this.store = store;
        this.node = node;
        this.metrics = metrics;
        this.version = version;
    }

    void mount(Paths paths) {
        paths.at("/", Map.of("GET", this::root));
        paths.at("/status", Map.of("GET", this::status));
        paths.at("/metrics", Map.of("GET", call -> call.answerText(METRICS, metrics.scrape())));
    }

    private void root(AdminCall call) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.put("version", SPOKEN + "-gatehouse." + version);
        body.put("edition", "community").put("tagline", "Welcome to Gatehouse").put("node_id", nodeId);
        ObjectNode configuration = body.putObject("configuration");
        configuration.put("router_flavor", "traditional").put("role", "traditional");
        boolean isPostgres = Vendor.current() == Vendor.POSTGRESQL;
        // Tools know no H2: what they ask by this word is whether the configuration can be written.
        configuration.put("database", "postgres");
        configuration.put("gatehouse_database", isPostgres ? "postgresql" : "h2");
        ObjectNode available = body.putObject("plugins").putObject("available_on_server");
        plugins.all()
                .forEach(known -> available
                        .putObject(known.plugin().name())
                        .put("version", version)
                        .put("priority", known.plugin().priority()));
        ArrayNode enabled = body.withObject("/plugins").putArray("enabled_in_cluster");
        store.list(Kind.PLUGINS).stream()
                .map(plugin -> plugin.body().path("name").asText())
                .distinct()
                .sorted()
                .forEach(enabled::add);
        call.answer(200, body);
    }

    private void status(AdminCall call) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        // Asking the store is the check: without a database this call fails.
        store.page(Kind.SERVICES, null, 1);
        body.putObject("database").put("reachable", true);
        body.putObject("gateway").put("ready", node.isReady()).put("port", node.port());
        Runtime runtime = Runtime.getRuntime();
        body.putObject("memory")
                .put("used", mebibytes(runtime.totalMemory() - runtime.freeMemory()))
                .put("most", mebibytes(runtime.maxMemory()));
        call.answer(200, body);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%d MiB", bytes >> 20);
    }
}
