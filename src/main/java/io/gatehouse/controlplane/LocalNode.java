package io.gatehouse.controlplane;

import io.gatehouse.gateway.balancer.Balancers;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.dns.DnsOptions;
import io.gatehouse.gateway.log.AccessLine;
import io.gatehouse.gateway.log.AccessLog;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.node.NodeOptions;
import io.gatehouse.gateway.plugin.Delivering;
import io.gatehouse.gateway.plugin.PluginJars;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.proxy.Dialect;
import io.gatehouse.gateway.proxy.Limits;
import io.gatehouse.gateway.proxy.OwnHeader;
import io.gatehouse.gateway.redis.RedisAddress;
import io.gatehouse.gateway.usage.UsageSink;
import io.gatehouse.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The gateway in this process. It shares nothing with the office but the event loops, and what {@link LocalSource} tells it. */
@Singleton
public class LocalNode {
    private static final Logger LOG = Logger.getLogger(LocalNode.class);
    private static final int STOP_SECONDS = 10;
    /** A compile-time constant: reading it starts nothing. A request that has to wait for Redis waits no longer. */
    public static final int REDIS_MILLIS = 500;

    private static final Duration LAST_RECORDS = Duration.ofSeconds(3);

    private final GatewayNode node;
    private final Plugins plugins;
    private final UsageSink calls;
    private final Settings settings;
    private volatile int port;

    LocalNode(
            Vertx vertx,
            Settings settings,
            Plugins plugins,
            KeyDigest digest,
            UsageSink usage,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.settings = settings;
        this.plugins = plugins;
        calls = logged(settings, usage, metrics);
        node = new GatewayNode(vertx, options(settings, version), plugins, digest, calls);
        NodeMetrics.of(node.guard(), metrics);
    }

    /** How a gateway is set up in any role. */
    public static NodeOptions options(Settings settings, String version) {
        Settings.Proxy proxy = settings.proxy();
        Dialect dialect = dialect(settings, version);
        Limits usual = dialect.limits();
        int unauthorized = proxy.unauthorizedPerMinute().orElse(usual.clients().unauthorizedPerMinute());
        Limits limits = usual.withBodyBytes(proxy.bodyBytes().orElse(usual.bodyBytes()))
                .withClients(new Limits.Clients(
                        proxy.connections(),
                        proxy.connectionsPerAddress(),
                        unauthorized,
                        proxy.unreadBytes().orElse(usual.clients().unreadBytes())));
        return NodeOptions.on(proxy.address(), proxy.port(), dialect)
                .withTlsPort(proxy.tlsPort())
                .withLimits(limits)
                .withDns(dns(settings.gateway()))
                .withTrustedProxies(proxy.trustedProxies().orElse(List.of()));
    }

    private static DnsOptions dns(Settings.Gateway gateway) {
        Settings.SrvNames usual =
                gateway.compat() == Settings.Compat.KONG ? Settings.SrvNames.ALL : Settings.SrvNames.MARKED;
        return DnsOptions.of(
                gateway.dnsServers().orElse(List.of()), gateway.srvNames().orElse(usual) == Settings.SrvNames.ALL);
    }

    /** Takes calls, and writes them into the access log if there is one; in any role. */
    public static UsageSink logged(Settings settings, UsageSink usage, MeterRegistry metrics) {
        AccessLine line = switch (settings.gateway().accessLog()) {
            case OFF -> null;
            case TEXT -> AccessLine.TEXT;
            case JSON -> AccessLine.JSON;
        };
        if (line == null) return usage;
        String path = settings.gateway()
                .accessLogFile()
                .map(file -> file.toAbsolutePath().toString())
                .orElse("/dev/stdout");
        AccessLog log = new AccessLog(line, path);
        NodeMetrics.of(log, metrics);
        return log.with(usage);
    }

    /** The plugins that this installation knows, in any role. */
    public static Plugins plugins(Settings settings) {
        Path folder = settings.plugins().dir();
        PluginJars.writableByOthers(folder)
                .forEach(path -> LOG.warn("Others than the owner may write to " + path
                        + ", and so decide what the gateway does: take that right away with chmod go-w."));
        return new Plugins(
                PluginJars.beside(BuiltIn.all(sharedRedis(settings)), folder),
                dialect(settings, "").pluginDefaults());
    }

    /** Null if each node counts by itself. */
    private static RedisAddress sharedRedis(Settings settings) {
        return settings.limits()
                .redis()
                .map(url -> RedisAddress.of(url, REDIS_MILLIS))
                .orElse(null);
    }

    private static Dialect dialect(Settings settings, String version) {
        Settings.Gateway gateway = settings.gateway();
        Dialect usual = gateway.compat() == Settings.Compat.KONG ? Dialect.kong() : Dialect.own(version);
        Dialect set =
                gateway.headers().map(OwnHeader::named).map(usual::showing).orElse(usual);
        return gateway.debugHeader() ? set.showingRoutes() : set;
    }

    /** The port that the gateway listens on; 0 as long as it does not. */
    public int port() {
        return port;
    }

    /** It listens only when it knows what to serve and to whom. */
    public boolean isReady() {
        return port != 0;
    }

    /** The upstreams that it serves, with what it knows of their targets. */
    public Balancers balancers() {
        return node.balancers();
    }

    /** A change that the gateway cannot compile leaves it serving what it has. */
    void topology(Topology topology) {
        List<ConfigProblem> problems = node.topology(topology);
        if (!problems.isEmpty()) LOG.error("The gateway keeps its old configuration: " + problems);
    }

    void identity(IdentityChange change) {
        node.identities().apply(change);
    }

    /** All identities follow; who has not come by {@link #endIdentities} is gone. */
    void beginIdentities() {
        node.identities().beginReplacing();
    }

    void endIdentities() {
        node.identities().endReplacing();
    }

    void start() {
        port = result(node.start());
        LOG.infof("Gateway listening on %s:%d", settings.proxy().address(), port);
        node.tlsPort()
                .ifPresent(tls -> LOG.infof(
                        "Gateway listening for https on %s:%d", settings.proxy().address(), tls));
    }

    void stop(@Observes ShutdownEvent event) {
        port = 0;
        node.drain();
        result(node.stop());
        finish(plugins, calls);
    }

    /** Gives records of the last calls a while to arrive; in any role. */
    public static void finish(Plugins plugins, UsageSink calls) {
        calls.finish(LAST_RECORDS);
        Delivering.finish(plugins, LAST_RECORDS);
    }

    private static <T> T result(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
