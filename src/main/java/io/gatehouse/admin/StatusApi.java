package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.db.Vendor;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Metered;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.rights.Access;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this is, whether it works, and the numbers for Prometheus, which brings the token as any other caller does. */
// The registry of the framework's own choice; its successor comes with the framework.
@SuppressWarnings("deprecation")
@Singleton
class StatusApi implements AdminRoutes {
    /** The version of Kong's Admin API that this one speaks; tools decide by it what they may ask for. */
    private static final String SPOKEN = "3.10.0";

    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Plugins plugins;
    private final Configs configs;
    private final Database database;
    private final BooleanSupplier isReady;
    private final IntSupplier port;
    private final BooleanSupplier seesProcess;
    private final PrometheusMeterRegistry metrics;
    private final TargetHealthMetrics health;
    private final Consumer<ObjectNode> controlPlane;
    private final String version;
    private final String nodeId = UUID.randomUUID().toString();

    /**
     * Where the configuration is kept.
     *
     * @param word by which tools for Kong learn whether it can be written
     */
    record Database(String word, String name) {
        static final Database NONE = new Database("off", "off");

        /** As Kong says it: what proxies only, and what also keeps the configuration. */
        String role() {
            return this == NONE ? "data_plane" : "traditional";
        }

        /** Tools know no H2: what they ask by the word is whether the configuration can be written. */
        static Database current() {
            return new Database("postgres", Vendor.current() == Vendor.POSTGRESQL ? "postgresql" : "h2");
        }
    }

    @Inject
    StatusApi(
            Plugins plugins,
            GroupConfigs configs,
            ConfigStores stores,
            LocalNode node,
            Access access,
            PrometheusMeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this(
                plugins,
                configs,
                Database.current(),
                node::isReady,
                node::port,
                () -> access.covers(stores.served().group()),
                metrics,
                new TargetHealthMetrics(stores::served, node::balancers),
                null,
                version);
    }

    /** @param controlPlane says how this node stands to it; null where there is none */
    StatusApi(
            Plugins plugins,
            Configs configs,
            Database database,
            BooleanSupplier isReady,
            IntSupplier port,
            BooleanSupplier seesProcess,
            PrometheusMeterRegistry metrics,
            TargetHealthMetrics health,
            Consumer<ObjectNode> controlPlane,
            String version) {
        this.plugins = plugins;
        this.configs = configs;
        this.database = database;
        this.isReady = isReady;
        this.port = port;
        this.seesProcess = seesProcess;
        this.metrics = metrics;
        this.health = health;
        this.controlPlane = controlPlane;
        this.version = version;
    }

    @Override
    public void mount(Paths paths) {
        paths.at("/", Map.of("GET", this::root));
        // By this tools look whether they may use a group when they may not ask at the root.
        paths.at("/kong", Map.of("GET", this::root));
        paths.at("/status", Map.of("GET", this::status));
        paths.at(AdminServer.READY, Map.of("GET", this::ready));
        paths.at("/metrics", Map.of("GET", this::metrics));
    }

    /** They name the services of the group that this process serves, and so are for those who may read it. */
    private void metrics(AdminCall call) {
        if (!seesProcess.getAsBoolean()) throw AdminProblem.notFound();
        call.answerText(METRICS, scrape());
    }

    /** What the process counts, and what plugins do. */
    private String scrape() {
        StringBuilder text = new StringBuilder(metrics.scrape());
        plugins.all().forEach(known -> {
            if (known.plugin() instanceof Metered metered) metered.scrape(text);
        });
        health.scrape(text);
        return text.toString();
    }

    private void root(AdminCall call) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.put("version", SPOKEN + "-gatehouse." + version);
        body.put("edition", "community").put("tagline", "Welcome to Gatehouse").put("node_id", nodeId);
        ObjectNode configuration = body.putObject("configuration");
        configuration.put("router_flavor", "traditional").put("role", database.role());
        configuration.put("gatehouse_role", database == Database.NONE ? "node" : "all");
        configuration.put("database", database.word());
        configuration.put("gatehouse_database", database.name());
        ObjectNode available = body.putObject("plugins").putObject("available_on_server");
        plugins.all()
                .forEach(known -> available
                        .putObject(known.plugin().name())
                        .put("version", version)
                        .put("priority", known.plugin().priority()));
        ArrayNode enabled = body.withObject("/plugins").putArray("enabled_in_cluster");
        ofGroup(call, view -> view.list(Kind.PLUGINS)).stream()
                .map(plugin -> plugin.body().path("name").asText())
                .distinct()
                .sorted()
                .forEach(enabled::add);
        call.answer(200, body);
    }

    /** A token without the default group still learns what this is: by that tools find out what they may ask. */
    private List<Stored> ofGroup(AdminCall call, Function<ConfigView, List<Stored>> asked) {
        try {
            return asked.apply(configs.of(call));
        } catch (AdminProblem notTheirs) {
            if (call.group().isPresent()) throw notTheirs;
            return List.of();
        }
    }

    private void ready(AdminCall call) {
        boolean ready = isReady.getAsBoolean();
        call.answer(
                ready ? 200 : 503, ConfigJson.MAPPER.createObjectNode().put("message", ready ? "ready" : "not ready"));
    }

    private void status(AdminCall call) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        // Asking is the check: without its database this call fails.
        ofGroup(call, view -> view.page(Kind.SERVICES, null, 1));
        body.putObject("database").put("reachable", true);
        body.putObject("gateway").put("ready", isReady.getAsBoolean()).put("port", port.getAsInt());
        if (controlPlane != null) controlPlane.accept(body.putObject("control_plane"));
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
