package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.Ending;
import io.gatehouse.gateway.plugin.PluginChain;
import io.gatehouse.gateway.snapshot.Matched;
import io.gatehouse.gateway.snapshot.Snapshot;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

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
    private final Carrier carrier;
    private final ClientRequest request;
    private final RequestBody body;
    private final Matched matched;
    private final PluginChain chain;
    /** Whose streams may last, and be silent on one side, for as long as they like. */
    private final boolean isGrpc;

    private final ProxiedExchange exchange;
    private final Reply reply;

    private Forwarding forwarding;
    private Relay relay;
    private long deadline = NEVER;
    private long forwardedAt;
    private long upstreamMillis;
    private int upstreamStatus;
    private String refusal;
    private boolean over;

    Passage(GatewayServer server, Carrier carrier, ClientRequest request, Snapshot snapshot) {
        this.server = server;
        this.carrier = carrier;
        this.request = request;
        matched = snapshot.route(request);
        chain = matched == null ? snapshot.unmatched(request.scheme()) : matched.chain();
        isGrpc = matched != null && matched.route().isGrpc();
        body = request.bodyLength() == ClientRequest.NO_BODY
                ? null
                : carrier.body(request, isGrpc ? 0 : server.limits().bodyBytes(), this::bodyIsTooLarge);
        exchange = new ProxiedExchange(request, server.nextRequestId(), matched, body);
        reply = carrier.reply(request);
    }

    void begin() {
        if (matched == null) {
            answer(OwnAnswer.refusal(404, "no Route matched with those values"), "no-route");
        } else if (!isGrpc && !matched.route().protocols().contains(request.scheme())) {
            answer(OwnAnswer.httpsWanted(matched.route(), request), "https-required");
        } else if (isGrpc && GrpcAnswers.refusal(matched.route(), request) != null) {
            answer(GrpcAnswers.refusal(matched.route(), request), "grpc-required");
        } else {
            Future<Void> done = chain.onRequest(exchange);
            if (done.isComplete()) forward(done.cause());
            else done.onComplete(result -> server.onLoop(() -> forward(result.cause())));
        }
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
            answer(server.guard().orPatience(exchange.own(), request), PluginChain.answeredBy(exchange));
        } else if (matched.service() == null) {
            answer(OwnAnswer.refusal(503, "no Service found with those values"), "no-service");
        } else {
            UpstreamHead head = exchange.upstream();
            request.describe(head.headers(), matched.strippedPrefix());
            request.introduce(head.headers(), exchange.requestId());
            forwardedAt = System.currentTimeMillis();
            String key = body == null ? WebSocketHandshake.key(request) : null;
            forwarding = new Forwarding(this, server.client(), matched, exchange, body, key);
            forwarding.start();
        }
    }

    /** The upstream has begun to answer. Null if that led nowhere. */
    Relay relay(HttpResponse from, UpstreamCall upstream, int readTimeout) {
        if (!passHead(from)) return null;
        relay = new Relay(
                this, upstream, reply, reply.frame(from, exchange.upstream().method()), readTimeout);
        relay.start();
        return relay;
    }

    /** The upstream has agreed to a WebSocket: from here on bytes pass as they are, in both directions. */
    void tunnel(HttpResponse from, UpstreamCall upstream) {
        if (!passHead(from)) {
            upstream.close();
            return;
        }
        deadline = NEVER;
        carrier.becomesTunnel(upstream, () -> {
            if (!over) finish(reply.status(), 0);
        });
    }

    private boolean passHead(HttpResponse from) {
        long now = System.currentTimeMillis();
        upstreamMillis = now - forwardedAt;
        upstreamStatus = from.status().code();
        try {
            reply.take(from, exchange, now, upstreamMillis);
        } catch (IllegalArgumentException unfit) {
            forwarding.cancel();
            upstreamFailed(502, OwnAnswer.BAD_GATEWAY);
            return false;
        }
        try {
            // The upstream's connection is none of Vert.x's, and plugins may call others.
            server.inContext(() -> chain.onResponse(exchange));
        } catch (RuntimeException e) {
            fail(e);
            return false;
        }
        return !isRefusedNow();
    }

    /** Whether a plugin has read the upstream's head and lets nothing of the answer pass. */
    private boolean isRefusedNow() {
        if (!exchange.isAnswered()) return false;
        forwarding.cancel();
        answer(exchange.own(), PluginChain.answeredBy(exchange));
        return true;
    }

    /** What stands behind the upstream's answer. */
    void trailers(MultiMap fields) {
        if (!over) reply.trailers(fields);
    }

    /**
     * The upstream's answer is complete.
     *
     * @param last part of it, null if everything has been written
     */
    void relayed(Buffer last) {
        if (body != null && !body.isEnded()) forwarding.cancel();
        end(last);
    }

    /** The upstream's answer is complete, and plugins have waited for all of it. */
    void relayedWhole(Buffer whole) {
        Buffer changed;
        try {
            changed = reply.changed(whole);
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        relayed(changed);
    }

    /** The upstream broke off. Only an abort tells the client that something is missing. */
    void cut() {
        if (reply.hasBegun()) abort();
        else upstreamFailed(502, OwnAnswer.BAD_GATEWAY);
    }

    void upstreamFailed(int status, String message) {
        if (over) return;
        if (upstreamMillis == 0) upstreamMillis = System.currentTimeMillis() - forwardedAt;
        answer(OwnAnswer.ofUpstream(status, message), "upstream");
    }

    private void bodyIsTooLarge() {
        bodyFails(BodyFault.TOO_LARGE, exchange.tooLarge());
    }

    void bodyFails(BodyFault fault) {
        bodyFails(fault, fault.answer());
    }

    private void bodyFails(BodyFault fault, OwnAnswer answer) {
        server.guard().hit(fault.limit());
        body.fails(fault);
        endEarly(answer, fault.reason());
    }

    private void endEarly(OwnAnswer own, String why) {
        if (over) return;
        if (reply.hasBegun()) {
            abort();
            return;
        }
        stopUpstream();
        answer(own, why);
    }

    private void answer(OwnAnswer own, String why) {
        refusal = why;
        relay = null;
        deadline = NEVER;
        exchange.answer(own);
        Buffer bytes;
        try {
            bytes = reply.take(own, exchange);
            chain.onResponse(exchange);
            bytes = reply.changed(bytes);
        } catch (RuntimeException e) {
            reportBug(e);
            bytes = reply.take(OwnAnswer.refusal(500, OwnAnswer.UNEXPECTED), exchange);
        }
        if (body != null && body.isBetterCutOff()) reply.endsTheConnection();
        end(reply.frame(bytes));
    }

    private void end(Buffer last) {
        // Before the last write: with it the connection may turn to its next request.
        if (reply.isClosing()) carrier.ends();
        finish(reply.status(), last == null ? 0 : last.length());
        reply.end(last);
        if (body != null && body.isUnread()) body.discard();
        else if (reply.isClosing()) carrier.close();
    }

    void abort() {
        if (over) return;
        stopUpstream();
        finish(exchange.response() == null ? CLIENT_LEFT : exchange.response().status(), 0);
        if (reply.endsWithItsConnection()) carrier.reset();
        else carrier.close();
    }

    void clientLeft() {
        if (over) return;
        stopUpstream();
        finish(CLIENT_LEFT, 0);
    }

    private void stopUpstream() {
        if (relay != null) relay.stop();
        if (forwarding != null) forwarding.cancel();
    }

    /** @param lastBytes of the answer that are not sent yet */
    private void finish(int status, int lastBytes) {
        over = true;
        exchange.ends(ending(status, lastBytes));
        if (forwarding != null) forwarding.ends();
        carrier.isFree();
        try {
            chain.onLog(exchange);
        } catch (RuntimeException e) {
            reportBug(e);
        }
        server.usage().take(exchange.record());
        server.usage().ended(exchange);
    }

    private Ending ending(int status, int lastBytes) {
        long now = System.currentTimeMillis();
        long startedAt = exchange.startedAtMillis();
        return new Ending(
                status,
                now,
                now - startedAt,
                (forwardedAt == 0 ? now : forwardedAt) - startedAt,
                upstreamMillis,
                upstreamStatus,
                body == null ? 0 : body.received(),
                (relay == null ? 0 : relay.written()) + lastBytes,
                refusal,
                forwarding == null ? List.of() : forwarding.tries());
    }

    /** Something that must not happen has happened; the id leads from the client's complaint to the log. */
    void fail(Throwable bug) {
        reportBug(bug);
        endEarly(OwnAnswer.refusal(500, OwnAnswer.UNEXPECTED), "error");
    }

    private void reportBug(Throwable bug) {
        LOG.log(Level.ERROR, "request " + exchange.requestId() + " failed", bug);
    }

    /** For whoever comes from another thread. */
    void onLoop(Runnable action) {
        server.onLoop(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                fail(e);
            }
        });
    }

    void expectWithin(long millis) {
        deadline = System.currentTimeMillis() + millis;
    }

    boolean isDue(long now) {
        return now >= deadline || body != null && !isGrpc && body.isSlow(now, server.limits());
    }

    void due() {
        if (over) return;
        if (System.currentTimeMillis() < deadline) bodyFails(BodyFault.TOO_SLOW);
        else if (relay != null) relay.expire();
        else forwarding.expire();
    }
}
