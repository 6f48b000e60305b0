package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.UnaryOperator;

/** What the client gets: the upstream's answer or the gateway's own. */
abstract class Reply implements Exchange.Response {
    private final GatewayServer server;
    private final ClientRequest request;
    private boolean fromUpstream;
    private int status;
    private boolean isGrpcRefusal;
    private int mostChanged;
    private UnaryOperator<Buffer> change;
    /** Who looks on; null for nobody. */
    private Handler<Buffer> watcher;

    Reply(GatewayServer server, ClientRequest request) {
        this.server = server;
        this.request = request;
    }

    /** Takes the upstream's head, as plugins may change it from here on. Throws when it cannot be sent. */
    void take(HttpResponse from, ProxiedExchange exchange, long now, long upstreamMillis) {
        MultiMap headers = headers();
        Dialect dialect = request.dialect();
        dialect.heads().passResponse((MultiMap) from.headers(), headers);
        long proxyMillis = now - exchange.startedAtMillis() - upstreamMillis;
        dialect.relay(headers, exchange, from, upstreamMillis, proxyMillis);
        fromUpstream = true;
        isGrpcRefusal = false;
        change = null;
        watcher = null;
        status = from.status().code();
        exchange.response(this);
    }

    /** Takes the gateway's own in place of whatever was there, and gives its body. */
    Buffer take(OwnAnswer own, ProxiedExchange exchange) {
        MultiMap headers = headers().clear();
        isGrpcRefusal = request.isGrpc();
        Buffer body = isGrpcRefusal
                ? GrpcAnswers.write(own, headers)
                : own.write(headers, request.headers(), request.dialect(), exchange.requestId());
        request.dialect().sign(headers, exchange);
        fromUpstream = false;
        change = null;
        watcher = null;
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

    @Override
    public void watchBody(Handler<Buffer> next) {
        Handler<Buffer> before = watcher;
        watcher = before == null
                ? next
                : part -> {
                    before.handle(part);
                    next.handle(part);
                };
    }

    boolean isWatched() {
        return watcher != null;
    }

    /** A part of the upstream's body has come. */
    void shows(Buffer part) {
        if (watcher != null) watcher.handle(part);
    }

    /** Whether the body has to be waited for, as long as it has no more bytes than this. */
    boolean changesBody(long length) {
        return change != null && length <= mostChanged;
    }

    /** What leaves in place of it, all of it. */
    Buffer changed(Buffer whole) {
        if (!changesBody(whole.length())) return whole;
        headers().remove(Names.CONTENT_LENGTH);
        return change.apply(whole);
    }

    /**
     * Where it ends, now that plugins have had their say.
     *
     * @param method with which the upstream was asked
     */
    Framing frame(HttpResponse from, String method) {
        Framing framing = Framing.of(from.headers(), request, method, status);
        framing.write(headers());
        // The length of a body that is not sent is not known either once somebody would change it.
        if (change != null && !framing.hasBody()) headers().remove(Names.CONTENT_LENGTH);
        frame(framing);
        return framing;
    }

    /** All of an own answer, of which some statuses have no body. */
    Buffer frame(Buffer body) {
        Buffer sent = Framing.isBodiless(status) || isGrpcRefusal ? null : body;
        if (sent != null) headers().set("Content-Length", Integer.toString(body.length()));
        frame((Framing) null);
        return sent;
    }

    /** @param framing null for an own answer, which leaves in one piece */
    abstract void frame(Framing framing);

    /** The client can be told nothing else any more. */
    abstract boolean hasBegun();

    /** Lets the head of a stream leave before the first part of it. */
    abstract void begin();

    abstract void write(Buffer part);

    /** Writes what is counted, as it came, and releases it when it has left. */
    abstract void pass(ByteBuf part);

    /** Whether the client should be given time. */
    abstract boolean isFull();

    /** @param action what to do when it has taken enough; once */
    abstract void onRoom(Runnable action);

    /** @param last part of the body, null if everything has been written */
    abstract void end(Buffer last);

    /** The status as a client of HTTP sees it; one of gRPC looks at its own, and takes any other than 200 for a broken way. */
    int shownStatus() {
        return isGrpcRefusal && request.dialect().hidesStatusFromGrpc() ? 200 : status;
    }

    /** Fields that stand behind the body; nobody but a client of HTTP/2 that has asked for them is told. */
    void trailers(MultiMap fields) {}

    /** Whether the client can tell where an answer ends of which nobody knows the length. */
    abstract boolean hasVisibleEnd();

    /** The connection that it leaves on goes with it, as that alone can tell the end of a stream to some clients. */
    abstract void endsTheConnection();

    /** Whether it has begun, and the client will take the end of the connection for its own end. */
    boolean endsWithItsConnection() {
        return false;
    }

    /** Whether its connection ends with it. */
    abstract boolean isClosing();

    boolean isDraining() {
        return server.isDraining();
    }

    void afterThisRead(Runnable action) {
        server.onLoop(action);
    }

    /** How long a client may leave it unread. */
    long patience() {
        return server.limits().idleMillis();
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
    public boolean isFromUpstream() {
        return fromUpstream;
    }
}
