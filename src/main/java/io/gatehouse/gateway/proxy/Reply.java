package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.Exchange;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.UnaryOperator;

/** What the client gets: the upstream's answer or the gateway's own, and whether its connection ends with it. */
final class Reply implements Exchange.Response {
    private final GatewayServer server;
    private final ClientRequest request;
    private final HttpServerResponse to;
    private boolean fromUpstream;
    private int status;
    private boolean closing;
    private int mostChanged;
    private UnaryOperator<Buffer> change;

    Reply(GatewayServer server, ClientRequest request) {
        this.server = server;
        this.request = request;
        to = request.raw().response();
        closing = request.endsTheConnection();
    }

    /** Takes the upstream's head, as plugins may change it from here on. Throws when it cannot be sent. */
    void take(HttpResponse from, ProxiedExchange exchange, long now, long upstreamMillis) {
        MultiMap headers = to.headers();
        Dialect dialect = request.dialect();
        dialect.heads().passResponse((MultiMap) from.headers(), headers);
        long proxyMillis = now - exchange.startedAtMillis() - upstreamMillis;
        dialect.relay(headers, exchange.requestId(), upstreamMillis, proxyMillis);
        fromUpstream = true;
        change = null;
        status = from.status().code();
        exchange.response(this);
    }

    /** Takes the gateway's own in place of whatever was there, and gives its body. */
    Buffer take(OwnAnswer own, ProxiedExchange exchange) {
        MultiMap headers = to.headers().clear();
        Buffer body = own.write(headers, request.headers(), request.dialect(), exchange.requestId());
        request.dialect().sign(headers, exchange.requestId(), System.currentTimeMillis() - exchange.startedAtMillis());
        fromUpstream = false;
        change = null;
        status = own.status();
        exchange.response(this);
        return body;
    }

    @Override
    public void changeBody(int mostBytes, UnaryOperator<Buffer> next) {
        UnaryOperator<Buffer> before = change;
        mostChanged = before == null ? mostBytes : Math.min(mostChanged, mostBytes);
        change = before == null ? next : body -> next.apply(before.apply(body));
    }

    /** Whether the body has to be waited for, as long as it has no more bytes than this. */
    boolean changesBody(long length) {
        return change != null && length <= mostChanged;
    }

    /** What leaves in place of it, all of it. */
    Buffer changed(Buffer whole) {
        if (!changesBody(whole.length())) return whole;
        to.headers().remove("content-length");
        return change.apply(whole);
    }

    /** Where it ends, now that plugins have had their say. */
    Framing frame(HttpResponse from) {
        announceTheEnd();
        Framing framing = Framing.of(from.headers(), request, status);
        framing.write(to);
        to.setStatusCode(status);
        return framing;
    }

    /** All of an own answer, of which some statuses have no body. */
    Buffer frame(Buffer body) {
        announceTheEnd();
        to.setStatusCode(status);
        if (Framing.isBodiless(status)) return null;
        to.headers().set("Content-Length", Integer.toString(body.length()));
        return body;
    }

    private void announceTheEnd() {
        closing |= server.isDraining();
        if (closing) to.headers().set("Connection", "close");
    }

    Future<Void> end(Buffer last) {
        // The length of what is sent in one piece is known after all.
        if (!to.headWritten()) to.headers().remove("transfer-encoding");
        return last == null ? to.end() : to.end(last);
    }

    /** The client can be told nothing else any more. */
    boolean hasBegun() {
        return to.headWritten();
    }

    /** As when the client speaks HTTP/1.0, so that only that can tell the end of a stream. */
    void endsTheConnection() {
        closing = true;
    }

    void afterThisRead(Runnable action) {
        server.onLoop(action);
    }

    /** How long a client may leave it unread. */
    long patience() {
        return server.limits().idleMillis();
    }

    boolean isClosing() {
        return closing;
    }

    HttpServerResponse raw() {
        return to;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void status(int status) {
        this.status = status;
    }

    @Override
    public MultiMap headers() {
        return to.headers();
    }

    @Override
    public boolean isFromUpstream() {
        return fromUpstream;
    }
}
