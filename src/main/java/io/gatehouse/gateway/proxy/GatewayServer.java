package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.snapshot.Snapshot;
import io.gatehouse.gateway.usage.UsageSink;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
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
    private UpstreamClient client;
    private HttpServerOptions options;
    private volatile boolean draining;

    public GatewayServer(Listener listener, Guard guard, Supplier<Snapshot> snapshot, UsageSink usage) {
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
        http = vertx.createHttpServer(options)
                .connectionHandler(this::opened)
                .requestHandler(this::handle)
                .invalidRequestHandler(this::refuseUnreadable)
                .exceptionHandler(failure -> {});
        http.listen().<Void>mapEmpty().onComplete(started);
        vertx.setPeriodic(TICK_MILLIS, tick -> lookAtTheClock());
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
            http.close().onComplete(stopped);
        });
    }

    public int port() {
        return http.actualPort();
    }

    /** From now on every answer closes its connection, and idle connections are closed. */
    public void drain() {
        draining = true;
    }

    private void opened(HttpConnection connection) {
        if (!guard.admits(connection.remoteAddress().hostAddress())) {
            connection.close();
            return;
        }
        StrictRequestDecoder decoder = new StrictRequestDecoder(options, limits().fields());
        Channel channel =
                ((HttpServerConnection) connection).channelHandlerContext().channel();
        channel.pipeline().replace(StrictRequestDecoder.NAME, StrictRequestDecoder.NAME, decoder);
        connection.exceptionHandler(failure -> {});
        ClientConnection known = new ClientConnection(connection, decoder, limits(), guard);
        connections.put(connection, known);
        // Not by Vert.x's own handler, which is skipped when the client had begun to send a second request.
        channel.closeFuture().addListener(closed -> {
            forget(known);
            known.closed();
        });
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
            request = ClientRequest.read(raw, connection.peer(), listener);
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
