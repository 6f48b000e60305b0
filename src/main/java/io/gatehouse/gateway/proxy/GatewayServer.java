package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.dns.Dns;
import io.gatehouse.gateway.snapshot.Snapshot;
import io.gatehouse.gateway.usage.UsageSink;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * One event loop's share of the gateway: it listens on the port that all shares have in common, and speaks to upstreams over
 * connections of its own, so that a request never changes its thread.
 */
public final class GatewayServer extends AbstractVerticle {
    private static final int TICK_MILLIS = 50;
    private static final int DRAIN_MILLIS = 8_000;
    private static final int CHUNK_BYTES = 65_536;
    private static final int BACKLOG = 4096;
    static final int TOO_LARGE = 431;

    private final Listener listener;
    private final Guard guard;
    private final Dns dns;
    private final Supplier<Snapshot> snapshot;
    private final UsageSink usage;
    private final RequestIds ids = new RequestIds();
    private ContextInternal loop;
    private HttpServer http;
    /** Null if there is no https. */
    private HttpServer https;

    private final SslContext usualCertificate;
    private UpstreamClient client;
    private Clients clients;
    private volatile boolean draining;

    /** @param usualCertificate for names that have none; null if there is no https */
    public GatewayServer(
            Listener listener,
            Guard guard,
            Dns dns,
            Supplier<Snapshot> snapshot,
            SslContext usualCertificate,
            UsageSink usage) {
        this.usualCertificate = usualCertificate;
        this.listener = listener;
        this.guard = guard;
        this.dns = dns;
        this.snapshot = snapshot;
        this.usage = usage;
    }

    @Override
    public void start(Promise<Void> started) {
        loop = (ContextInternal) context;
        client = new UpstreamClient((VertxInternal) vertx, loop.nettyEventLoop(), dns, limits());
        HttpServerOptions options = new HttpServerOptions()
                .setHost(listener.address())
                .setPort(listener.port())
                .setMaxInitialLineLength(limits().requestLineBytes())
                .setMaxHeaderSize(limits().headBytes())
                .setMaxChunkSize(CHUNK_BYTES)
                .setAcceptBacklog(BACKLOG)
                .setTcpKeepAlive(true)
                .setHandle100ContinueAutomatically(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        clients = new Clients(this, options, this::certificate);
        http = server(options, connection -> clients.opened(connection, port(), false));
        Future<?> listening = http.listen();
        if (listener.tlsPort().isPresent()) {
            HttpServerOptions secure =
                    new HttpServerOptions(options).setPort(listener.tlsPort().getAsInt());
            https = server(secure, connection -> clients.opened(connection, https.actualPort(), true));
            listening = Future.all(listening, https.listen());
        }
        listening.<Void>mapEmpty().onComplete(started);
        vertx.setPeriodic(TICK_MILLIS, tick -> lookAtTheClock());
    }

    /** Vert.x listens and shares connections out among the event loops. What is said on them it does not hear. */
    private HttpServer server(HttpServerOptions options, Handler<HttpConnection> opened) {
        return vertx.createHttpServer(options)
                .connectionHandler(opened)
                .requestHandler(none -> {})
                .exceptionHandler(failure -> {});
    }

    /** Lets what is under way come to its end, within bounds. */
    @Override
    public void stop(Promise<Void> stopped) {
        drain();
        long latest = System.currentTimeMillis() + DRAIN_MILLIS;
        vertx.setPeriodic(TICK_MILLIS, tick -> {
            if (clients.areServed() && System.currentTimeMillis() < latest) return;
            vertx.cancelTimer(tick);
            client.close();
            Future<Void> secure = https == null ? Future.succeededFuture() : https.close();
            Future.join(http.close(), secure).<Void>mapEmpty().onComplete(stopped);
        });
    }

    public int port() {
        return http.actualPort();
    }

    /** Empty if there is no https. */
    public OptionalInt tlsPort() {
        return https == null ? OptionalInt.empty() : OptionalInt.of(https.actualPort());
    }

    /** From now on every answer closes its connection, and idle connections are closed. */
    public void drain() {
        draining = true;
    }

    private SslContext certificate(String serverName) {
        SslContext own = snapshot.get().certificates().of(serverName);
        return own == null ? usualCertificate : own;
    }

    void forget(ClientConnection connection) {
        clients.forget(connection);
    }

    ClientRequest read(Carrier carrier) {
        return ClientRequest.read(carrier, listener);
    }

    Passage passage(Carrier carrier, ClientRequest request) {
        return new Passage(this, carrier, request, snapshot.get());
    }

    int statusOf(BadRequest bad) {
        return bad.status() == TOO_LARGE ? listener.dialect().fieldsTooLarge() : bad.status();
    }

    /** Says what is bad about it, and counts it. */
    Buffer refusal(BadRequest bad, MultiMap request, MultiMap to) {
        guard.hit(
                switch (bad.status()) {
                    case 413 -> Guard.Limit.BODY_SIZE;
                    case 414 -> Guard.Limit.LINE_SIZE;
                    case TOO_LARGE -> Guard.Limit.HEAD_SIZE;
                    default -> Guard.Limit.UNREADABLE;
                });
        String id = nextRequestId();
        Buffer body = OwnAnswer.fault(bad.status(), bad.getMessage()).write(to, request, listener.dialect(), id);
        listener.dialect().sign(to, id, 0);
        return body;
    }

    private void lookAtTheClock() {
        long now = System.currentTimeMillis();
        clients.lookAtTheClock(now, draining);
        client.closeIdle(now);
        client.followNames(now);
    }

    void onLoop(Runnable action) {
        loop.runOnContext(none -> action.run());
    }

    /** For what Netty tells without Vert.x: plugins that call others want to hear of it where they are. */
    void inContext(Runnable action) {
        ContextInternal before = loop.beginDispatch();
        try {
            action.run();
        } finally {
            loop.endDispatch(before);
        }
    }

    boolean isDraining() {
        return draining;
    }

    UpstreamClient client() {
        return client;
    }

    UsageSink usage() {
        return usage;
    }

    Guard guard() {
        return guard;
    }

    Limits limits() {
        return listener.limits();
    }

    String nextRequestId() {
        return ids.next();
    }
}
