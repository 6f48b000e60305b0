package io.gatehouse;

import io.gatehouse.admin.NodeAdmin;
import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.usage.UsageSink;
import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.Settings;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** A gateway alone: no portal and no database. A control plane, a file or its Admin API says what it serves, and it remembers that. */
final class NodeRole {
    /** What clients send must not fill the log. Kept, as a logger that nobody holds forgets its level. */
    private static final List<java.util.logging.Logger> NETTY = Stream.of(
                    "io.netty.channel", "io.netty.handler.codec.http2")
            .map(java.util.logging.Logger::getLogger)
            .toList();

    private static final Logger LOG = Logger.getLogger(NodeRole.class);
    private static final int UNUSABLE = 2;
    private static final int WAIT_SECONDS = 10;
    private static final Duration LONGEST_FOR_NEWS = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final NodeAdmin admin;
    private final GatewayNode node;
    private final Settings settings;
    private final Plugins plugins;
    private final UsageSink calls;
    private final NodeAdmin.Joined joined;
    private volatile int port;

    private NodeRole(Settings settings, String version) {
        this.settings = settings;
        Secrets secrets = new Secrets(settings);
        joined = settings.controlPlane().isPresent() ? NodeJoin.of(settings, secrets, version) : null;
        plugins = LocalNode.plugins(settings);
        admin = new NodeAdmin(settings, secrets, plugins, version, joined);
        calls = admin.usage();
        node = new GatewayNode(vertx, LocalNode.options(settings, version), plugins, admin.digest(), calls);
    }

    /** Returns when it is ready; it runs until the process is told to end. */
    static void run(Settings settings) {
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {console()});
        NETTY.forEach(logger -> logger.setLevel(Level.SEVERE));
        new NodeRole(settings, version()).start();
    }

    /** As the framework logs, which is not there to set it up. */
    private static Handler console() {
        ConsoleHandler console =
                new ConsoleHandler(new PatternFormatter("%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c] (%t) %s%e%n"));
        console.setLevel(Level.INFO);
        return console;
    }

    private static String version() {
        return Objects.requireNonNullElse(NodeRole.class.getPackage().getImplementationVersion(), "unknown");
    }

    private void start() {
        List<DocumentProblem> problems = admin.start(vertx, node, () -> port);
        if (!problems.isEmpty()) {
            System.err.println(
                    "gatehouse: the configuration in " + settings.config().orElseThrow() + " cannot be served:");
            problems.forEach(problem -> System.err.println("  " + problem.told()));
            System.exit(UNUSABLE);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "shutdown"));
        awaitConfiguration();
        port = result(node.start());
        node.tlsPort()
                .ifPresent(tls -> LOG.infof(
                        "Gateway listening for https on %s:%d", settings.proxy().address(), tls));
        System.out.printf(
                "%nGatehouse is ready, as %s.%n%n  Gateway    %s%n  Admin API  http://%s:%d%n  Token      %s%n%n",
                joined == null
                        ? "a gateway without a database"
                        : "a node of the runtime group “"
                                + joined.member().group().name() + "”",
                settings.proxy().url(),
                settings.admin().address(),
                settings.admin().port(),
                settings.admin().token().isPresent()
                        ? "that of GATEHOUSE_ADMIN_TOKEN"
                        : "admin-token in " + settings.data().resolve("secrets.properties"));
    }

    /**
     * Without a configuration it does not listen. With one that it kept it asks first what is new, so that a key that was revoked while it
     * was away does not open it again; but not for long.
     */
    private void awaitConfiguration() {
        if (joined == null) return;
        if (admin.awaitConfiguration(Duration.ZERO)) {
            if (!admin.awaitNews(LONGEST_FOR_NEWS))
                LOG.warn("No control plane answers. What this node kept is served until one does.");
            return;
        }
        while (!admin.awaitConfiguration(BETWEEN_LINES))
            LOG.warnf("Not ready: there is no configuration yet, and none is kept here. %s", admin.problem());
    }

    private void stop() {
        port = 0;
        node.drain();
        result(node.stop());
        LocalNode.finish(plugins, calls);
        admin.stop();
        result(vertx.close());
    }

    private static <T> T result(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
