package io.gatehouse.admin;

import io.gatehouse.analytics.NodeUsage;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.KeyDigests;
import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.controlplane.NodeMetrics;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.feed.ControlPlaneSource;
import io.gatehouse.gateway.feed.ControlPlanes;
import io.gatehouse.gateway.feed.IdentityStore;
import io.gatehouse.gateway.feed.IdentityTaking;
import io.gatehouse.gateway.feed.IdentityWire;
import io.gatehouse.gateway.feed.Joining;
import io.gatehouse.gateway.feed.Mark;
import io.gatehouse.gateway.feed.Membership;
import io.gatehouse.gateway.feed.UsageSpool;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.usage.UsageSink;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.Settings;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
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
    private final Joined joined;
    private final String version;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NodeUsage usage = new NodeUsage(metrics, this::serviceName);
    private ConfigKeeper keeper;
    private ConfigFile file;
    private ControlPlaneLink link;
    private AdminServer server;

    /** What a node that follows control planes knows of itself. */
    public record Joined(
            ControlPlanes controlPlanes, Membership member, Joining joining, ControlPlaneSource.Self self) {}

    /** @param joined null for a gateway that a file or this Admin API tells what to serve */
    public NodeAdmin(Settings settings, Secrets secrets, Plugins plugins, String version, Joined joined) {
        this.settings = settings;
        this.secrets = secrets;
        this.plugins = plugins;
        this.joined = joined;
        this.digests = new KeyDigests(secrets);
        this.version = version;
    }

    private static void refused(String address) {
        LOG.warnf("A call of the Admin API from %s did not have the right token", address);
    }

    /** What was kept here is of a node that this one no longer is. */
    public static void forget(Settings settings, Secrets secrets) {
        new CachedConfig(settings.data(), CachedConfig.JOINED, secrets.seal()).forget();
        try (IdentityStore store = new IdentityStore(settings.data(), new SealedDisk(secrets.seal()))) {
            store.forget();
        } catch (IOException e) {
            LOG.errorf("What the former node kept in %s cannot be deleted: %s", settings.data(), e);
        }
    }

    /** By which keys are known: that of the installation, or this gateway's own. */
    public KeyDigest digest() {
        return joined == null ? digests.digest() : new KeyDigest(joined.member().digestKey());
    }

    public UsageSink usage() {
        return LocalNode.logged(settings, usage, metrics);
    }

    /** Gives the node what it last served, or what a file says; then listens. */
    public List<DocumentProblem> start(Vertx vertx, GatewayNode node, IntSupplier port) {
        KeyDigest digest = digest();
        keeper = new ConfigKeeper(
                node,
                new ConfigDocument(plugins, digest),
                new CachedConfig(settings.data(), CachedConfig.OWN, secrets.seal()),
                InstantSource.system());
        NodeMetrics.of(node.guard(), metrics);
        List<DocumentProblem> problems = joined == null ? configure() : link(node, digest);
        ConfigView view = keeper.view();
        Configs configs = Configs.only(view);
        List<AdminRoutes> parts = List.of(
                new ConfigApi(keeper, joined != null),
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
                        link == null ? null : link::describe,
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
        if (link != null) link.start();
        return problems;
    }

    /** What the node kept is in force when this returns, the rest comes from the control plane. */
    private List<DocumentProblem> link(GatewayNode node, KeyDigest digest) {
        SealedDisk disk = new SealedDisk(secrets.seal());
        CachedConfig cache = new CachedConfig(settings.data(), CachedConfig.JOINED, secrets.seal());
        JoinedConfig config = new JoinedConfig(keeper, cache, node::version);
        IdentityTaking identities = new IdentityTaking(
                new IdentityWire(digest), node.identities(), new IdentityStore(settings.data(), disk));
        Mark kept = config.restore();
        identities.restore();
        UsageSpool spool = new UsageSpool(settings.data().resolve("usage"));
        usage.keepIn(spool);
        ControlPlaneSource source = new ControlPlaneSource(
                joined.controlPlanes(), joined.member(), joined.joining(), config, kept, identities, joined.self());
        link = new ControlPlaneLink(joined.controlPlanes(), source, identities, spool);
        link.measure(metrics);
        return List.of();
    }

    /** Whether there is something to serve by then. */
    public boolean awaitConfiguration(Duration longest) {
        return link == null || link.awaitConfiguration(longest);
    }

    /** Whether what is served is known to be the newest by then. */
    public boolean awaitNews(Duration longest) {
        return link == null || link.awaitNews(longest);
    }

    /** Why there is nothing to serve yet. */
    public String problem() {
        String problem = link == null ? null : link.status().problem();
        return problem == null ? "the configuration is on its way" : problem;
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
        if (link != null) link.close();
    }
}
