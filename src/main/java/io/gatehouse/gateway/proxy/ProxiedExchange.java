package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.PluginChain;
import io.gatehouse.gateway.snapshot.Matched;
import io.gatehouse.gateway.snapshot.Snapshot;
import io.gatehouse.gateway.usage.UsageRecord;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.UUID;

/**
 * One request on Vert.x's HTTP/1.1, from its head to the end of its answer. It goes through four phases: the plugins' request
 * phase, the upstream (unless somebody answered), the plugins' response phase, and the answer's way to the client. At any point
 * the client may leave, the upstream may fail, or time may run out; each of these ends the exchange exactly once, and with it the
 * upstream's connection if that is in use.
 */
final class ProxiedExchange implements Exchange {
    private static final Logger LOG = System.getLogger(ProxiedExchange.class.getName());
    private static final int CLIENT_LEFT = 499;
    private static final long NEVER = Long.MAX_VALUE;

    private final GatewayServer server;
    private final ClientConnection connection;
    private final ClientRequest request;
    private final String requestId;
    private final long startedAt = System.currentTimeMillis();
    private final Matched matched;
    private final PluginChain chain;
    private final RequestBody body;
    private final Identity identity = new Identity();
    private final Attachments attachments = new Attachments();

    private UpstreamHead upstream;
    private Buffer replacement;
    private OwnAnswer own;
    private Answer answer;
    private Forwarding forwarding;
    private Relay relay;
    private long deadline = NEVER;
    private long forwardedAt;
    private long upstreamMillis;
    private boolean closing;
    private boolean over;

    ProxiedExchange(GatewayServer server, ClientConnection connection, ClientRequest request, Snapshot snapshot) {
        this.server = server;
        this.connection = connection;
        this.request = request;
        this.requestId = server.nextRequestId();
        this.closing = server.isDraining();
        this.matched = snapshot.route(request.method(), request.scheme(), request.authority(), request.path());
        this.chain = matched == null ? snapshot.unmatched(request.scheme()) : matched.chain();
        this.body = request.bodyLength() == ClientRequest.NO_BODY
                ? null
                : new RequestBody(request, server.limits().bodyBytes(), this::bodyIsTooLarge);
    }

    void begin() {
        if (matched == null) {
            refuse(404, "no Route matched with those values");
        } else if (!matched.route().protocols().contains(request.scheme())) {
            own = OwnAnswer.httpsWanted(matched.route(), request);
        }
        if (own != null) {
            sendOwn();
            return;
        }
        Future<Void> done = chain.onRequest(this);
        if (done.isComplete()) forward(done.cause());
        else done.onComplete(result -> server.onLoop(() -> forward(result.cause())));
    }

    private void forward(Throwable failure) {
        if (over || relay != null) return;
        if (failure != null) {
            reportBug(failure);
            own = OwnAnswer.refusal(500, OwnAnswer.UNEXPECTED);
        } else if (own == null && service() == null) {
            refuse(503, "no Service found with those values");
        }
        if (own != null) {
            sendOwn();
            return;
        }
        request.describe(upstream().headers(), server.port(), matched.strippedPrefix());
        upstream.headers().set("X-Gatehouse-Request-Id", requestId);
        upstream.headers().add("Via", server.via());
        forwardedAt = System.currentTimeMillis();
        forwarding = new Forwarding(this, server.client(), service(), upstream, body, replacement);
        forwarding.start();
    }

    /** The upstream has begun to answer. */
    void relay(HttpClientResponse from, int readTimeout) {
        long now = System.currentTimeMillis();
        upstreamMillis = now - forwardedAt;
        HttpServerResponse to = request.raw().response();
        MultiMap headers = to.headers();
        HeadRules.passResponse(from.headers(), headers);
        headers.add("Via", server.via());
        headers.set("X-Gatehouse-Upstream-Latency", Long.toString(upstreamMillis));
        headers.set("X-Gatehouse-Proxy-Latency", Long.toString(now - startedAt - upstreamMillis));
        answer = new Answer(headers, from.statusCode(), true);
        if (!runResponsePhase()) {
            forwarding.cancel();
            own = OwnAnswer.refusal(500, OwnAnswer.UNEXPECTED);
            sendOwn();
            return;
        }
        Framing framing = Framing.of(from, request, answer.status());
        framing.write(to);
        to.setStatusCode(answer.status());
        relay = new Relay(this, from, to, framing, readTimeout);
        relay.start();
    }

    /** The upstream's answer is complete. */
    void relayed(Buffer last) {
        if (body != null && !body.isEnded()) forwarding.cancel();
        HttpServerResponse to = request.raw().response();
        // Its length is known by now after all.
        if (!to.headWritten()) to.headers().remove("transfer-encoding");
        end(last);
    }

    /** The upstream broke off. Only an abort tells the client that something is missing. */
    void cut() {
        if (request.raw().response().headWritten()) abort();
        else upstreamFailed(502, OwnAnswer.BAD_GATEWAY);
    }

    void upstreamFailed(int status, String message) {
        if (over) return;
        if (upstreamMillis == 0) upstreamMillis = System.currentTimeMillis() - forwardedAt;
        own = OwnAnswer.refusal(status, message);
        sendOwn();
    }

    private void bodyIsTooLarge() {
        endEarly(413, "Payload too large");
    }

    private void endEarly(int status, String message) {
        if (over) return;
        if (request.raw().response().headWritten()) {
            abort();
            return;
        }
        if (forwarding != null) forwarding.cancel();
        if (relay != null) relay.stop();
        own = OwnAnswer.refusal(status, message);
        closing = true;
        sendOwn();
    }

    private void sendOwn() {
        HttpServerResponse to = request.raw().response();
        relay = null;
        deadline = NEVER;
        Buffer bytes = head(to, own);
        if (!runResponsePhase()) bytes = head(to, OwnAnswer.refusal(500, OwnAnswer.UNEXPECTED));
        if (body != null && !body.isEnded() && (body.isLong() || body.expectsContinue())) closing = true;
        if (closing) to.headers().set("Connection", "close");
        boolean bodiless = Framing.isBodiless(answer.status());
        if (!bodiless) to.headers().set("Content-Length", Integer.toString(bytes.length()));
        to.setStatusCode(answer.status());
        end(bodiless ? null : bytes);
    }

    private Buffer head(HttpServerResponse to, OwnAnswer what) {
        to.headers().clear();
        Buffer bytes = what.write(to.headers(), request.headers().get("accept"), requestId);
        to.headers().set("Server", server.product());
        to.headers().set("X-Gatehouse-Response-Latency", Long.toString(System.currentTimeMillis() - startedAt));
        to.headers().set("X-Gatehouse-Request-Id", requestId);
        answer = new Answer(to.headers(), what.status(), false);
        return bytes;
    }

    private boolean runResponsePhase() {
        try {
            answer.headers().set("X-Gatehouse-Request-Id", requestId);
            if (closing) answer.headers().set("Connection", "close");
            chain.onResponse(this);
            return true;
        } catch (RuntimeException e) {
            reportBug(e);
            return false;
        }
    }

    private void end(Buffer last) {
        HttpServerResponse to = request.raw().response();
        // Before the last write: with it the connection may turn to its next request.
        finish(answer.status());
        Future<Void> sent = last == null ? to.end() : to.end(last);
        if (body != null && !body.isEnded()) connection.closeSoon(body);
        else if (closing) sent.onComplete(done -> connection.close());
    }

    void abort() {
        if (over) return;
        stopAll();
        finish(answer == null ? CLIENT_LEFT : answer.status());
        connection.close();
    }

    void clientLeft() {
        if (over) return;
        stopAll();
        finish(CLIENT_LEFT);
    }

    private void stopAll() {
        if (relay != null) relay.stop();
        if (forwarding != null) forwarding.cancel();
    }

    private void finish(int status) {
        over = true;
        connection.isFree();
        try {
            chain.onLog(this);
        } catch (RuntimeException e) {
            reportBug(e);
        }
        long now = System.currentTimeMillis();
        server.usage()
                .take(new UsageRecord(
                        now,
                        requestId,
                        identity.consumerId(),
                        identity.credentialId(),
                        service() == null ? null : service().id(),
                        route() == null ? null : route().id(),
                        request.method(),
                        request.path(),
                        status,
                        now - startedAt,
                        upstreamMillis,
                        null));
    }

    private void reportBug(Throwable bug) {
        LOG.log(Level.ERROR, "request " + requestId + " failed", bug);
    }

    void expectWithin(long millis) {
        deadline = System.currentTimeMillis() + millis;
    }

    boolean isDue(long now) {
        return now >= deadline || body != null && body.isSlow(now, server.limits());
    }

    void due() {
        if (over) return;
        if (System.currentTimeMillis() < deadline) endEarly(408, "Request timeout");
        else if (relay != null) relay.expire();
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

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Upstream upstream() {
        if (upstream == null) upstream = new UpstreamHead(request, matched);
        return upstream;
    }

    @Override
    public Response response() {
        return answer;
    }

    @Override
    public Route route() {
        return matched == null ? null : matched.route();
    }

    @Override
    public Service service() {
        return matched == null ? null : matched.service();
    }

    @Override
    public String uriCapture(String nameOrNumber) {
        return matched == null ? null : matched.uriCapture(nameOrNumber);
    }

    @Override
    public Consumer consumer() {
        return identity.consumer();
    }

    @Override
    public UUID credentialId() {
        return identity.credentialId();
    }

    @Override
    public void authenticated(Consumer consumer, UUID credentialId) {
        identity.accept(consumer, credentialId);
        identity.describe(upstream().headers());
    }

    @Override
    public List<String> consumerGroups() {
        return identity.groups();
    }

    @Override
    public void joinGroup(String group) {
        identity.join(group);
    }

    @Override
    public boolean isAnswered() {
        return own != null;
    }

    @Override
    public void refuse(int status, String message) {
        own = OwnAnswer.refusal(status, message);
    }

    @Override
    public void respond(int status, MultiMap headers, Buffer body) {
        own = new OwnAnswer(status, null, headers, body);
    }

    @Override
    public Future<Buffer> body(int mostBytes) {
        return body == null ? Future.succeededFuture(Buffer.buffer()) : body.collect(mostBytes);
    }

    @Override
    public void replaceBody(Buffer body) {
        replacement = body;
    }

    @Override
    public <T> T attachment(Slot<T> slot) {
        return attachments.get(slot);
    }

    @Override
    public <T> void attach(Slot<T> slot, T value) {
        attachments.put(slot, value);
    }

    @Override
    public long startedAtMillis() {
        return startedAt;
    }
}
