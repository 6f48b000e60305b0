package io.gatehouse.admin;

import io.gatehouse.analytics.NodeUsage;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.KeyDigests;
import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.controlplane.NodeMetrics;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.usage.UsageSink;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.Settings;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * The Admin API of a gateway without a database: everything can be read, and the configuration as a whole can be replaced. Put
 * together by hand, as such a gateway runs without the office's container.
 */
// The registry of the framework's own choice; its successor comes with the framework.
@SuppressWarnings("deprecation")
public final class NodeAdmin {
    private static final Logger LOG = Logger.getLogger(NodeAdmin.class);

    private final Settings settings;
    private final Secrets secrets;
    private final Plugins plugins;
    private final KeyDigests digests;
    private final String version;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NodeUsage usage = new NodeUsage(metrics, this::serviceName);
    private ConfigKeeper keeper;
    private ConfigFile file;
    private AdminServer server;

    public NodeAdmin(Settings settings, Plugins plugins, String version) {
        this.settings = settings;
        this.secrets = new Secrets(settings);
        this.plugins = plugins;
        this.digests = new KeyDigests(secrets);
        this.version = version;
    }

    private static void refused(String address) {
        LOG.warnf("A call of the Admin API from %s did not have the right token", address);
    }

    public KeyDigests digests() {
        return digests;
    }

    public UsageSink usage() {
        return LocalNode.logged(settings, usage, metrics);
    }

    /** Gives the node what it last served, or what a file says; then listens. */
    public List<DocumentProblem> start(Vertx vertx, GatewayNode node, IntSupplier port) {
        keeper = new ConfigKeeper(
                node,
                new ConfigDocument(plugins, digests.digest()),
                new CachedConfig(settings.data(), secrets.seal()),
                InstantSource.system());
        NodeMetrics.of(node.guard(), metrics);
        List<DocumentProblem> problems = configure();
        ConfigView view = keeper.view();
        Configs configs = Configs.only(view);
        List<AdminRoutes> parts = List.of(
                new ConfigApi(keeper),
                new GroupsApi(configs),
                new HealthApi(configs, any -> true, node::balancers),
                new EntitiesApi(configs, new CredentialSecrets(digests)),
                new CacheApi(plugins, configs, any -> true),
                new SchemasApi(plugins),
                new StatusApi(
                        plugins,
                        configs,
                        StatusApi.Database.NONE,
                        () -> port.getAsInt() != 0,
                        port,
                        () -> true,
                        metrics,
                        new TargetHealthMetrics(() -> view, node::balancers),
                        version));
        server = new AdminServer(
                vertx,
                settings.admin(),
                new AdminAccess(secrets.adminToken(), NodeAdmin::refused),
                new AdminActor(),
                parts,
                version);
        server.start();
        if (file != null) file.follow();
        return problems;
    }

    private List<DocumentProblem> configure() {
        if (settings.config().isPresent()) {
            file = new ConfigFile(settings.config().get(), keeper::load);
            return file.load();
        }
        keeper.restore();
        return List.of();
    }

    private String serviceName(UUID id) {
        return keeper.view()
                .find(Kind.SERVICES, id.toString())
                .map(Stored::name)
                .orElse(id.toString());
    }

    public void stop() {
        if (file != null) file.close();
        server.stop();
        usage.close();
    }
}
