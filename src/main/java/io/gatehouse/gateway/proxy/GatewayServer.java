package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.snapshot.Snapshot;
import io.gatehouse.gateway.usage.UsageSink;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final int TOO_LARGE = 431;

    private final Listener listener;
    private final Guard guard;
    private final Supplier<Snapshot> snapshot;
    private final UsageSink usage;
    private final RequestIds ids = new RequestIds();
    private final Map<HttpConnection, ClientConnection> connections = new HashMap<>();
    private final List<ClientConnection> due = new ArrayList<>();
    private Context loop;
    private HttpServer http;
    /** Null if there is no https. */
    private HttpServer https;

    private final SslContext usualCertificate;
    private UpstreamClient client;
    private HttpServerOptions options;
    private volatile boolean draining;

    /** @param usualCertificate for names that have none; null if there is no https */
    public GatewayServer(
            Listener listener, Guard guard, Supplier<Snapshot> snapshot, SslContext usualCertificate, UsageSink usage) {
        this.usualCertificate = usualCertificate;
        this.listener = listener;
        this.guard = guard;
        this.snapshot = snapshot;
        this.usage = usage;
    }

    @Override
    public void start(Promise<Void> started) {
        loop = context;
        client = new UpstreamClient((VertxInternal) vertx, ((ContextInternal) context).nettyEventLoop(), limits());
        options = new HttpServerOptions()
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
        http = server(options, connection -> opened(connection, http));
        Future<?> listening = http.listen();
        if (listener.tlsPort().isPresent()) {
            HttpServerOptions secure =
                    new HttpServerOptions(options).setPort(listener.tlsPort().getAsInt());
            https = server(secure, connection -> opened(connection, https));
            listening = Future.all(listening, https.listen());
        }
        listening.<Void>mapEmpty().onComplete(started);
        vertx.setPeriodic(TICK_MILLIS, tick -> lookAtTheClock());
    }

    private HttpServer server(HttpServerOptions options, Handler<HttpConnection> opened) {
        return vertx.createHttpServer(options)
                .connectionHandler(opened)
                .requestHandler(this::handle)
                .invalidRequestHandler(this::refuseUnreadable)
                .exceptionHandler(failure -> {});
    }

    /** Lets what is under way come to its end, within bounds. */
    @Override
    public void stop(Promise<Void> stopped) {
        drain();
        long latest = System.currentTimeMillis() + DRAIN_MILLIS;
        vertx.setPeriodic(TICK_MILLIS, tick -> {
            boolean busy = connections.values().stream().anyMatch(ClientConnection::isCarrying);
            if (busy && System.currentTimeMillis() < latest) return;
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

    private void opened(HttpConnection connection, HttpServer at) {
        if (!guard.admits(connection.remoteAddress().hostAddress())) {
            connection.close();
            return;
        }
        StrictRequestDecoder decoder = new StrictRequestDecoder(options, limits().fields());
        Channel channel =
                ((HttpServerConnection) connection).channelHandlerContext().channel();
        channel.pipeline().replace(StrictRequestDecoder.NAME, StrictRequestDecoder.NAME, decoder);
        connection.exceptionHandler(failure -> {});
        ClientConnection known = new ClientConnection(connection, decoder, at.actualPort(), limits(), guard);
        connections.put(connection, known);
        if (at == https) secure(known, channel.pipeline());
        // Not by Vert.x's own handler, which is skipped when the client had begun to send a second request.
        channel.closeFuture().addListener(closed -> {
            forget(known);
            known.closed();
        });
    }

    private void secure(ClientConnection connection, ChannelPipeline pipeline) {
        Handshake.begin(
                pipeline,
                this::certificate,
                limits().headMillis(),
                guard,
                (serverName, isHttp2) -> connection.isSecured(serverName));
    }

    private SslContext certificate(String serverName) {
        SslContext own = snapshot.get().certificates().of(serverName);
        return own == null ? usualCertificate : own;
    }

    void forget(ClientConnection connection) {
        if (connections.remove(connection.raw()) != null) guard.left(connection.peer());
    }

    private void handle(HttpServerRequest raw) {
        ClientConnection connection = connections.get(raw.connection());
        if (connection == null || connection.isEnding()) return;
        connection.headIsComplete();
        ClientRequest request;
        try {
            request = ClientRequest.read(raw, connection, listener);
        } catch (BadRequest e) {
            refuse(raw, e.status(), e.getMessage());
            return;
        }
        Passage passage = new Passage(this, connection, request, snapshot.get());
        connection.carries(passage);
        try {
            if (connection.isBodyBroken()) passage.bodyFails(BodyFault.BROKEN);
            else passage.begin();
        } catch (RuntimeException e) {
            passage.fail(e);
        }
    }

    private void refuseUnreadable(HttpServerRequest raw) {
        Throwable cause = raw.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) refuse(raw, 414, "URI too long");
        else if (cause instanceof TooLongHttpHeaderException)
            refuse(raw, TOO_LARGE, "Request header or cookie too large");
        else refuse(raw, 400, "Bad request");
    }

    /** Of what is wrong in one way more may be wrong, so its connection ends with it. */
    private void refuse(HttpServerRequest raw, int status, String message) {
        ClientConnection connection = connections.get(raw.connection());
        if (connection != null) connection.ends();
        guard.hit(
                switch (status) {
                    case 413 -> Guard.Limit.BODY_SIZE;
                    case 414 -> Guard.Limit.LINE_SIZE;
                    case TOO_LARGE -> Guard.Limit.HEAD_SIZE;
                    default -> Guard.Limit.UNREADABLE;
                });
        String id = nextRequestId();
        HttpServerResponse to = raw.response();
        MultiMap headers = to.headers();
        Dialect dialect = listener.dialect();
        Buffer body = OwnAnswer.fault(status, message).write(headers, raw.headers(), dialect, id);
        dialect.sign(headers, id, 0);
        headers.set("Connection", "close").set("Content-Length", Integer.toString(body.length()));
        to.setStatusCode(status == TOO_LARGE ? dialect.fieldsTooLarge() : status)
                .end(body)
                .onComplete(done -> {
                    boolean comesMore = raw.decoderResult().isSuccess() && !raw.isEnded();
                    if (comesMore && connection != null) connection.discardBody(raw);
                    else raw.connection().close();
                });
    }

    private void lookAtTheClock() {
        long now = System.currentTimeMillis();
        for (ClientConnection connection : connections.values()) {
            if (connection.isDue(now) || draining && !connection.isCarrying()) due.add(connection);
        }
        due.forEach(ClientConnection::due);
        due.clear();
        client.closeIdle(now);
    }

    void onLoop(Runnable action) {
        loop.runOnContext(none -> action.run());
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
