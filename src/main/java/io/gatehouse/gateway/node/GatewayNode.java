package io.gatehouse.gateway.node;

import io.gatehouse.gateway.balancer.Balancers;
import io.gatehouse.gateway.balancer.Probes;
import io.gatehouse.gateway.balancer.Surroundings;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import io.gatehouse.gateway.dns.Dns;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.proxy.GatewayServer;
import io.gatehouse.gateway.proxy.Guard;
import io.gatehouse.gateway.proxy.Listener;
import io.gatehouse.gateway.proxy.TrustedProxies;
import io.gatehouse.gateway.snapshot.Compilation;
import io.gatehouse.gateway.snapshot.Snapshot;
import io.gatehouse.gateway.snapshot.SnapshotCompiler;
import io.gatehouse.gateway.tls.SelfSigned;
import io.gatehouse.gateway.usage.UsageSink;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** A gateway: everything that proxies, and nothing that keeps. Whoever runs it tells it what to serve and to whom. */
public final class GatewayNode {
    private final Vertx vertx;
    private final NodeOptions options;
    private final UsageSink usage;
    private final LocalIdentityIndex identities;
    private final SnapshotCompiler compiler;
    private final TrustedProxies trusted;
    private final Guard guard;
    private final Dns dns;
    private final List<GatewayServer> servers = new CopyOnWriteArrayList<>();
    private final Probes probes;
    private volatile Snapshot current;
    private volatile String deployment;

    public GatewayNode(Vertx vertx, NodeOptions options, Plugins plugins, KeyDigest digest, UsageSink usage) {
        this(vertx, options, plugins, digest, usage, InstantSource.system());
    }

    public GatewayNode(
            Vertx vertx, NodeOptions options, Plugins plugins, KeyDigest digest, UsageSink usage, InstantSource clock) {
        this.vertx = vertx;
        this.options = options;
        this.usage = usage;
        this.identities = new LocalIdentityIndex(digest, clock);
        this.dns = new Dns(vertx, options.dns());
        this.compiler = new SnapshotCompiler(
                plugins,
                identities,
                new LocalRateLimiter(clock),
                new Surroundings(dns, clock),
                options.dialect().verifiesUpstreams());
        this.trusted = TrustedProxies.of(options.trustedProxies());
        this.guard = new Guard(options.limits().clients(), trusted, clock);
        this.probes = new Probes(vertx, dns);
        this.current = compiler.compile(Topology.EMPTY).snapshot().orElseThrow();
    }

    /** The port that it listens on for https; empty if it does not. */
    public OptionalInt tlsPort() {
        return servers.isEmpty() ? OptionalInt.empty() : servers.get(0).tlsPort();
    }

    /** The port that it listens on. */
    public Future<Integer> start() {
        Listener listener = new Listener(
                options.address(),
                options.port() == 0 ? aFreePort() : options.port(),
                options.tlsPort().isPresent() && options.tlsPort().getAsInt() == 0
                        ? OptionalInt.of(aFreePort())
                        : options.tlsPort(),
                trusted,
                options.limits(),
                options.dialect());
        SslContext usual = options.tlsPort().isPresent() ? SelfSigned.context() : null;
        DeploymentOptions loops = new DeploymentOptions().setInstances(options.eventLoops());
        return vertx.deployVerticle(() -> server(listener, usual), loops).map(id -> {
            deployment = id;
            return servers.get(0).port();
        });
    }

    /**
     * A negative port stands for a free one, the same for all servers that name this number: so it must be a number that no other
     * server in this process names, or requests would go to both in turn.
     */
    private static int aFreePort() {
        return -ThreadLocalRandom.current().nextInt(2, Integer.MAX_VALUE);
    }

    private GatewayServer server(Listener listener, SslContext usualCertificate) {
        GatewayServer server = new GatewayServer(listener, guard, dns, () -> current, usualCertificate, usage);
        servers.add(server);
        return server;
    }

    /** Serves this from the next request on; or says what is wrong with it, and goes on with what it has. */
    public synchronized List<ConfigProblem> topology(Topology topology) {
        Compilation compilation = compiler.compile(topology, current);
        compilation.snapshot().ifPresent(this::serve);
        return compilation.problems();
    }

    /** Serves this to these and to nobody else from the next request on; or says what is wrong with it, and goes on with what it has. */
    public synchronized List<ConfigProblem> load(Topology topology, List<IdentityChange> everybody) {
        Compilation compilation = compiler.compile(topology, current);
        compilation.snapshot().ifPresent(snapshot -> {
            identities.replace(everybody);
            serve(snapshot);
        });
        return compilation.problems();
    }

    private void serve(Snapshot snapshot) {
        current = snapshot;
        probes.follow(snapshot.balancers());
    }

    /** The upstreams that are being served. */
    public Balancers balancers() {
        return current.balancers();
    }

    /** What is wrong with a topology, if it were to be served. */
    public List<ConfigProblem> check(Topology topology) {
        return compiler.compile(topology).problems();
    }

    /** Which topology is being served. */
    public String version() {
        return current.version();
    }

    /** Takes changes one by one; each is in force at once. */
    public LocalIdentityIndex identities() {
        return identities;
    }

    /** Counts what clients run into. */
    public Guard guard() {
        return guard;
    }

    /** Answers what is under way and closes each connection after it. */
    public void drain() {
        servers.forEach(GatewayServer::drain);
    }

    public Future<Void> stop() {
        probes.follow(Balancers.NONE);
        Future<Void> stopped = deployment == null ? Future.succeededFuture() : vertx.undeploy(deployment);
        return stopped.onComplete(done -> dns.close());
    }
}
