package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.PluginChain;
import io.gatehouse.gateway.snapshot.Matched;
import io.gatehouse.gateway.snapshot.Snapshot;
import io.gatehouse.gateway.usage.UsageRecord;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Takes one request through the gateway: the plugins' request phase, the upstream (unless somebody has answered), the plugins'
 * response phase, and the answer's way to the client. At any point the client may leave, the upstream may fail, or time may run out.
 * Each of these ends the passage exactly once, and with it the upstream's connection if that is in use.
 */
final class Passage {
    private static final Logger LOG = System.getLogger(Passage.class.getName());
    private static final int CLIENT_LEFT = 499;
    private static final long NEVER = Long.MAX_VALUE;

    private final GatewayServer server;
    private final ClientConnection connection;
    private final ClientRequest request;
    private final RequestBody body;
    private final Matched matched;
    private final PluginChain chain;
    private final ProxiedExchange exchange;
    private final HttpServerResponse to;

    private Forwarding forwarding;
    private Relay relay;
    private long deadline = NEVER;
    private long forwardedAt;
    private long upstreamMillis;
    private String refusal;
    private boolean closing;
    private boolean over;

    Passage(GatewayServer server, ClientConnection connection, ClientRequest request, Snapshot snapshot) {
        this.server = server;
        this.connection = connection;
        this.request = request;
        to = request.raw().response();
        closing = request.endsTheConnection();
        matched = snapshot.route(request.method(), request.scheme(), request.authority(), request.path());
        chain = matched == null ? snapshot.unmatched(request.scheme()) : matched.chain();
        body = request.bodyLength() == ClientRequest.NO_BODY
                ? null
                : new RequestBody(request, server.limits().bodyBytes(), this::bodyIsTooLarge);
        exchange = new ProxiedExchange(request, server.nextRequestId(), matched, body);
    }

    void begin() {
        if (matched == null) {
            answer(OwnAnswer.refusal(404, "no Route matched with those values"), "no-route");
            return;
        }
        if (!matched.route().protocols().contains(request.scheme())) {
            answer(OwnAnswer.httpsWanted(matched.route(), request), "https-required");
            return;
        }
        Future<Void> done = chain.onRequest(exchange);
        if (done.isComplete()) forward(done.cause());
        else done.onComplete(result -> server.onLoop(() -> forward(result.cause())));
    }

    private void forward(Throwable failure) {
        if (over) return;
        try {
            goOn(failure);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void goOn(Throwable failure) {
        if (failure != null) {
            fail(failure);
        } else if (exchange.isAnswered()) {
            answer(orPatience(exchange.own()), PluginChain.answeredBy(exchange));
        } else if (matched.service() == null) {
            answer(OwnAnswer.refusal(503, "no Service found with those values"), "no-service");
        } else {
            UpstreamHead head = exchange.upstream();
            request.describe(head.headers(), server.port(), matched.strippedPrefix());
            head.headers().set("X-Gatehouse-Request-Id", exchange.requestId());
            head.headers().add("Via", server.via());
            forwardedAt = System.currentTimeMillis();
            boolean webSocket = body == null && WebSocketHandshake.isAskedFor(request.raw());
            String key = webSocket ? request.headers().get("sec-websocket-key") : null;
            forwarding =
                    new Forwarding(this, server.client(), matched.service(), head, body, exchange.replacement(), key);
            forwarding.start();
        }
    }

    /** Whoever has failed too often is told to wait, so that keys cannot be guessed; a good key passes all the same. */
    private OwnAnswer orPatience(OwnAnswer own) {
        if (own.status() != 401) return own;
        int seconds = server.guard().secondsToWait(request.clientAddress());
        return seconds == 0 ? own : OwnAnswer.tooManyFailures(seconds);
    }

    /** The upstream has begun to answer. Null if that led nowhere. */
    Relay relay(HttpResponse from, UpstreamConnection upstream, int readTimeout) {
        if (!passHead(from)) return null;
        int status = exchange.response().status();
        announceTheEnd();
        Framing framing = Framing.of(from.headers(), request, status);
        framing.write(to);
        to.setStatusCode(status);
        relay = new Relay(this, upstream, to, framing, readTimeout);
        relay.start();
        return relay;
    }

    /** The upstream has agreed to a WebSocket: from here on bytes pass as they are, in both directions. */
    void tunnel(HttpResponse from, UpstreamConnection upstream) {
        Tunnel tunnel = new Tunnel(() -> {
            server.forget(connection);
            if (!over) finish(exchange.response().status());
        });
        upstream.pause();
        Channel channel = upstream.release(tunnel);
        if (!passHead(from)) {
            channel.close();
            return;
        }
        to.headers().set("Connection", "Upgrade").set("Upgrade", "websocket");
        deadline = NEVER;
        connection.becomesTunnel();
        request.raw().toNetSocket().onComplete(client -> {
            if (client.succeeded()) tunnel.connect(client.result(), channel);
            else channel.close();
        });
    }

    private boolean passHead(HttpResponse from) {
        long now = System.currentTimeMillis();
        upstreamMillis = now - forwardedAt;
        MultiMap headers = to.headers();
        try {
            HeadRules.passResponse((MultiMap) from.headers(), headers);
        } catch (IllegalArgumentException unfit) {
            forwarding.cancel();
            upstreamFailed(502, OwnAnswer.BAD_GATEWAY);
            return false;
        }
        headers.add("Via", server.via());
        headers.set("X-Gatehouse-Upstream-Latency", Long.toString(upstreamMillis));
        headers.set("X-Gatehouse-Proxy-Latency", Long.toString(now - exchange.startedAtMillis() - upstreamMillis));
        headers.set("X-Gatehouse-Request-Id", exchange.requestId());
        exchange.response(new Answer(headers, from.status().code(), true));
        try {
            chain.onResponse(exchange);
        } catch (RuntimeException e) {
            fail(e);
            return false;
        }
        return true;
    }

    /**
     * The upstream's answer is complete.
     *
     * @param last part of it, null if everything has been written
     */
    void relayed(Buffer last) {
        if (body != null && !body.isEnded()) forwarding.cancel();
        // The length of what is sent in one piece is known after all.
        if (!to.headWritten()) to.headers().remove("transfer-encoding");
        end(last);
    }

    /** The upstream broke off. Only an abort tells the client that something is missing. */
    void cut() {
        if (to.headWritten()) abort();
        else upstreamFailed(502, OwnAnswer.BAD_GATEWAY);
    }

    void upstreamFailed(int status, String message) {
        if (over) return;
        if (upstreamMillis == 0) upstreamMillis = System.currentTimeMillis() - forwardedAt;
        answer(OwnAnswer.refusal(status, message), "upstream");
    }

    private void bodyIsTooLarge() {
        server.guard().hit(Guard.Limit.BODY_SIZE);
        endEarly(413, "Payload too large", "body-too-large");
    }

    /** Nobody knows where the request ends. */
    void bodyIsBroken() {
        server.guard().hit(Guard.Limit.UNREADABLE);
        body.isBroken();
        endEarly(400, "Bad request", "bad-body");
    }

    private void endEarly(int status, String message, String why) {
        if (over) return;
        if (to.headWritten()) {
            abort();
            return;
        }
        stopUpstream();
        answer(OwnAnswer.refusal(status, message), why);
    }

    private void answer(OwnAnswer own, String why) {
        refusal = why;
        relay = null;
        deadline = NEVER;
        exchange.answer(own);
        Buffer bytes;
        try {
            bytes = write(own);
            chain.onResponse(exchange);
        } catch (RuntimeException e) {
            reportBug(e);
            bytes = write(OwnAnswer.refusal(500, OwnAnswer.UNEXPECTED));
        }
        int status = exchange.response().status();
        if (body != null && body.isBetterCutOff()) closing = true;
        announceTheEnd();
        boolean bodiless = Framing.isBodiless(status);
        if (!bodiless) to.headers().set("Content-Length", Integer.toString(bytes.length()));
        to.setStatusCode(status);
        end(bodiless ? null : bytes);
    }

    private void announceTheEnd() {
        closing |= server.isDraining();
        if (closing) to.headers().set("Connection", "close");
    }

    private Buffer write(OwnAnswer own) {
        MultiMap headers = to.headers().clear();
        Buffer bytes = own.write(headers, request.headers().get("accept"), exchange.requestId());
        headers.set("Server", server.product());
        headers.set(
                "X-Gatehouse-Response-Latency", Long.toString(System.currentTimeMillis() - exchange.startedAtMillis()));
        headers.set("X-Gatehouse-Request-Id", exchange.requestId());
        exchange.response(new Answer(headers, own.status(), false));
        return bytes;
    }

    private void end(Buffer last) {
        // Before the last write: with it the connection may turn to its next request.
        if (closing) connection.ends();
        finish(exchange.response().status());
        Future<Void> sent = last == null ? to.end() : to.end(last);
        if (body != null && body.isUnread()) connection.closeSoon(body);
        else if (closing) sent.onComplete(done -> connection.close());
    }

    void abort() {
        if (over) return;
        stopUpstream();
        finish(exchange.response() == null ? CLIENT_LEFT : exchange.response().status());
        connection.close();
    }

    void clientLeft() {
        if (over) return;
        stopUpstream();
        finish(CLIENT_LEFT);
    }

    private void stopUpstream() {
        if (relay != null) relay.stop();
        if (forwarding != null) forwarding.cancel();
    }

    private void finish(int status) {
        over = true;
        connection.isFree();
        try {
            chain.onLog(exchange);
        } catch (RuntimeException e) {
            reportBug(e);
        }
        long now = System.currentTimeMillis();
        server.usage()
                .take(new UsageRecord(
                        now,
                        exchange.requestId(),
                        exchange.identity().consumerId(),
                        exchange.credentialId(),
                        matched == null || matched.service() == null
                                ? null
                                : matched.service().id(),
                        matched == null ? null : matched.route().id(),
                        request.method(),
                        request.path(),
                        status,
                        now - exchange.startedAtMillis(),
                        upstreamMillis,
                        refusal));
    }

    /** Something that must not happen has happened; the id leads from the client's complaint to the log. */
    void fail(Throwable bug) {
        reportBug(bug);
        endEarly(500, OwnAnswer.UNEXPECTED, "error");
    }

    private void reportBug(Throwable bug) {
        LOG.log(Level.ERROR, "request " + exchange.requestId() + " failed", bug);
    }

    void expectWithin(long millis) {
        deadline = System.currentTimeMillis() + millis;
    }

    boolean isDue(long now) {
        return now >= deadline || body != null && body.isSlow(now, server.limits());
    }

    void due() {
        if (over) return;
        if (System.currentTimeMillis() < deadline) {
            server.guard().hit(Guard.Limit.BODY_RATE);
            endEarly(408, "Request timeout", "body-too-slow");
        } else if (relay != null) relay.expire();
        else forwarding.expire();
    }

    /** How long a client may leave an answer unread. */
    long patience() {
        return server.limits().idleMillis();
    }

    void afterThisRead(Runnable action) {
        server.onLoop(action);
    }

    /** The client speaks HTTP/1.0, so that only the end of the connection can tell the end of this answer. */
    void endsWithTheConnection() {
        closing = true;
    }
}
