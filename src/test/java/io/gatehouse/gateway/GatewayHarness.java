package io.gatehouse.gateway;

import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.node.NodeOptions;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.proxy.Dialect;
import io.gatehouse.gateway.proxy.Limits;
import io.gatehouse.gateway.usage.UsageRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A gateway on a free port, with a clock that the test moves. */
public final class GatewayHarness implements AutoCloseable {
    public static final KeyDigest DIGEST = new KeyDigest(new byte[32]);

    private final MovableClock clock = new MovableClock("2026-01-01T00:00:30Z");
    private final BlockingQueue<UsageRecord> usage = new LinkedBlockingQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final GatewayNode node;
    private final int port;

    private GatewayHarness(UnaryOperator<NodeOptions> options, List<Plugin<?>> plugins) {
        NodeOptions set = options.apply(NodeOptions.on("127.0.0.1", 0, Dialect.own("test")));
        node = new GatewayNode(
                vertx, set, new Plugins(plugins, set.dialect().pluginDefaults()), DIGEST, usage::add, clock);
        port = await(node.start());
    }

    public static GatewayHarness serving(Topology topology) {
        return serving(topology, options -> options, List.of());
    }

    public static GatewayHarness serving(Topology topology, Dialect dialect) {
        return serving(topology, options -> NodeOptions.on(options.address(), options.port(), dialect), List.of());
    }

    public static GatewayHarness serving(Topology topology, Limits limits) {
        return serving(topology, options -> options.withLimits(limits), List.of());
    }

    public static GatewayHarness serving(
            Topology topology, UnaryOperator<NodeOptions> options, List<Plugin<?>> morePlugins) {
        List<Plugin<?>> plugins = new ArrayList<>(BuiltIn.all());
        plugins.addAll(morePlugins);
        GatewayHarness harness = new GatewayHarness(options, plugins);
        harness.topology(topology);
        return harness;
    }

    /** With these plugins alone. */
    public static GatewayHarness servingWith(List<Plugin<?>> plugins, Topology topology) {
        GatewayHarness harness = new GatewayHarness(options -> options, plugins);
        harness.topology(topology);
        return harness;
    }

    /** Fails the test if there is anything wrong with it. */
    public void topology(Topology topology) {
        List<ConfigProblem> problems = node.topology(topology);
        if (!problems.isEmpty()) throw new AssertionError(problems);
    }

    public int port() {
        return port;
    }

    /** For https, if it was asked for. */
    public int tlsPort() {
        return node.tlsPort().orElseThrow();
    }

    public GatewayNode node() {
        return node;
    }

    public Vertx vertx() {
        return vertx;
    }

    public MovableClock clock() {
        return clock;
    }

    /** The next call that has ended. */
    public UsageRecord usage() throws InterruptedException {
        UsageRecord call = usage.poll(30, TimeUnit.SECONDS);
        if (call == null) throw new AssertionError("no call ended");
        return call;
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
