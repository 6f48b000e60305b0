package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/** A client's connection, which carries one request after another. */
final class ClientConnection implements Carrier {
    /** What is read of a body that nobody wants any more. */
    static final long DISCARDED_BYTES = 65_536;

    private static final long DISCARDING_MILLIS = 1000;

    private final GatewayServer server;
    private final HttpConnection connection;
    private final StrictRequestDecoder decoder;
    private final Channel channel;
    /** Null where HTTP/2 is agreed upon in TLS. */
    private Preface preface;

    private final String peer;
    private final int port;
    private final Limits limits;
    private final Guard guard;
    private HttpServerRequest request;
    private Passage current;
    private int carried;
    private boolean ending;
    private long freeSince = System.currentTimeMillis();
    private long closesAt = Long.MAX_VALUE;
    /** What was asked for in TLS, empty for nothing; null without TLS. */
    private String serverName;

    /** @param port that it came to */
    ClientConnection(GatewayServer server, HttpConnection connection, StrictRequestDecoder decoder, int port) {
        this.server = server;
        this.connection = connection;
        this.decoder = decoder;
        this.channel =
                ((HttpServerConnection) connection).channelHandlerContext().channel();
        this.port = port;
        this.limits = server.limits();
        this.guard = server.guard();
        this.peer = connection.remoteAddress().hostAddress();
        decoder.onBrokenBody(this::bodyIsBroken);
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public int port() {
        return port;
    }

    /** May turn out to speak HTTP/2. */
    void maySpeak(Preface preface) {
        this.preface = preface;
    }

    void isSecured(String name) {
        serverName = name;
    }

    @Override
    public String serverName() {
        return serverName;
    }

    /** The next request, of which the head has been read. */
    void takes(HttpServerRequest next) {
        request = next;
        decoder.headIsComplete();
    }

    @Override
    public HttpVersion version() {
        return request.version();
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public MultiMap headers() {
        return request.headers();
    }

    @Override
    public long bodyLength() {
        if (headers().contains(Names.TRANSFER_ENCODING)) return ClientRequest.UNKNOWN_LENGTH;
        String length = headers().get(Names.CONTENT_LENGTH);
        return length == null ? ClientRequest.NO_BODY : Long.parseLong(length);
    }

    @Override
    public RequestBody body(ClientRequest read, long limit, Runnable tooLarge) {
        return new Http1Body(this, request, read, limit, tooLarge);
    }

    @Override
    public Reply reply(ClientRequest read) {
        return new Http1Reply(server, read, request.response());
    }

    void carries(Passage passage) {
        current = passage;
        carried++;
        // A request follows only when the body before it has been read to its end.
        closesAt = Long.MAX_VALUE;
    }

    /** Whether the request that is being carried has a body without a readable end. */
    boolean isBodyBroken() {
        return decoder.isBodyBroken() && decoder.requests() == carried;
    }

    private void bodyIsBroken() {
        if (current == null) close();
        else if (isBodyBroken()) current.bodyFails(BodyFault.BROKEN);
    }

    @Override
    public void isFree() {
        current = null;
        freeSince = System.currentTimeMillis();
        // What came meanwhile was the body.
        decoder.headIsComplete();
    }

    /** What the client has sent behind that request is none of our business. */
    @Override
    public void ends() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isCarrying() {
        return current != null;
    }

    boolean isDue(long now) {
        if (current != null) return current.isDue(now);
        if (now >= closesAt) return true;
        long headSince = headSince();
        return headSince > 0 ? now - headSince > limits.headMillis() : now - freeSince > limits.idleMillis();
    }

    /** Epoch milliseconds of the first byte of what is not a request yet; 0 when there is none. */
    private long headSince() {
        long begun = decoder.headStartedAt();
        return begun > 0 || preface == null ? begun : preface.startedAt();
    }

    /** Bytes that the client has not taken yet. */
    long unread() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** What the client has not taken is given up. */
    void shed() {
        guard.hit(Guard.Limit.UNREAD_BYTES);
        if (current != null) current.abort();
        else close();
    }

    void due() {
        if (current != null) {
            current.due();
            return;
        }
        if (headSince() > 0) guard.hit(Guard.Limit.HEAD_TIME);
        else if (System.currentTimeMillis() - freeSince > limits.idleMillis()) guard.hit(Guard.Limit.IDLE_TIME);
        close();
    }

    /**
     * Reads on for a while after an answer that did not wait for the body, since closing on a client that still sends would take the
     * answer from it.
     */
    void discardBody(HttpServerRequest answered) {
        closesAt = System.currentTimeMillis() + DISCARDING_MILLIS;
        long[] discarded = {0};
        answered.handler(chunk -> {
            discarded[0] += chunk.length();
            if (discarded[0] > DISCARDED_BYTES) close();
        });
        answered.endHandler(none -> {
            if (ending) close();
        });
        answered.resume();
    }

    /** Speaks HTTP no more, so that no time for a request runs out. */
    @Override
    public void becomesTunnel(UpstreamCall upstream, Runnable ended) {
        current = null;
        freeSince = Long.MAX_VALUE;
        Tunnel.open(request, upstream, () -> {
            server.forget(this);
            ended.run();
        });
    }

    HttpConnection raw() {
        return connection;
    }

    void closed() {
        if (current != null) current.clientLeft();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
