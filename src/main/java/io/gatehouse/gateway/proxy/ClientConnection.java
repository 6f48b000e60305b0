package io.gatehouse.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;

/** A client's connection, which carries one request after another. */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Carrier, Backlog.Turns {
    /** What is read of a body that nobody wants any more. */
    static final long DISCARDED_BYTES = 65_536;

    static final String NAME = "client";

    private static final long DISCARDING_MILLIS = 1000;

    private final GatewayServer server;
    private final StrictRequestDecoder decoder;
    private final Channel channel;
    private final Backlog backlog;
    /** Null where HTTP/2 is agreed upon in TLS. */
    private Preface preface;

    private final String peer;
    private final int port;
    private final Limits limits;
    private final Guard guard;
    private Http1Head head;
    private Http1Body body;
    private Http1Reply reply;
    private Passage current;
    private int carried;
    private boolean answering;
    private boolean ending;
    private boolean reading;
    private boolean unflushed;
    private long freeSince = System.currentTimeMillis();
    private long closesAt = Long.MAX_VALUE;
    private long discarded = -1;
    /** What was asked for in TLS, empty for nothing; null without TLS. */
    private String serverName;

    /** @param port that it came to */
    ClientConnection(GatewayServer server, Channel channel, String peer, StrictRequestDecoder decoder, int port) {
        this.server = server;
        this.decoder = decoder;
        this.channel = channel;
        this.backlog = new Backlog(channel, this);
        this.port = port;
        this.limits = server.limits();
        this.guard = server.guard();
        this.peer = peer;
        decoder.onBrokenBody(() -> server.inContext(this::bodyIsBroken));
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

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        boolean isWanted = !ending || discarded >= 0;
        if (isWanted && message instanceof HttpObject part) server.inContext(() -> backlog.came(part));
        else ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        if (unflushed) channel.flush();
        unflushed = false;
    }

    @Override
    public boolean mustWait(HttpObject message) {
        // Whoever leaves answers unread gets no more of them.
        return message instanceof HttpRequest ? answering || isFull() : body != null && body.isPaused();
    }

    @Override
    public void take(HttpObject message) {
        if (message instanceof HttpRequest next) begin(next);
        // The end of a request without a body comes by itself.
        if (message instanceof HttpContent part) take(part);
    }

    /** The next request, of which the head has been read. */
    private void begin(HttpRequest request) {
        if (ending) return;
        head = new Http1Head(request);
        body = null;
        answering = true;
        decoder.headIsComplete();
        if (!head.isReadable()) {
            refuse(BadRequest.unreadable(request.decoderResult().cause()), false);
            return;
        }
        ClientRequest read;
        try {
            read = server.read(this);
        } catch (BadRequest e) {
            refuse(e, true);
            return;
        }
        current = server.passage(this, read);
        carried++;
        Passage begins = current;
        try {
            if (isBodyBroken()) begins.bodyFails(BodyFault.BROKEN);
            else begins.begin();
        } catch (RuntimeException e) {
            begins.fail(e);
        }
    }

    /** Of what is wrong in one way more may be wrong, so its connection ends with it. */
    private void refuse(BadRequest bad, boolean mayComeMore) {
        ends();
        reply = new Http1Reply(server, null, this);
        MultiMap said = HttpHeaders.headers();
        reply.refuse(server.statusOf(bad), said, server.refusal(bad, headers(), said));
        if (mayComeMore) discardBody();
        else close();
    }

    private void take(HttpContent part) {
        boolean isLast = part instanceof LastHttpContent;
        if (discarded >= 0) {
            discarded += part.content().readableBytes();
            part.release();
            if (discarded > DISCARDED_BYTES || isLast && ending) close();
        } else if (body == null) {
            part.release();
        } else if (part.content().isReadable()) {
            body.came(Bytes.of(part.content()));
        } else {
            part.release();
        }
        if (!isLast) return;
        if (discarded >= 0 && !ending) {
            // The connection may stay, and what came last was no head.
            closesAt = Long.MAX_VALUE;
            decoder.headIsComplete();
        }
        Http1Body whole = body;
        body = null;
        discarded = -1;
        if (whole != null) whole.cameWhole();
    }

    /** What has been read of the request that is being carried. */
    Http1Head head() {
        return head;
    }

    @Override
    public HttpVersion version() {
        return head.version();
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public MultiMap headers() {
        return head.headers();
    }

    @Override
    public long bodyLength() {
        return head.bodyLength();
    }

    @Override
    public RequestBody body(ClientRequest read, long limit, Runnable tooLarge) {
        body = new Http1Body(this, read, limit, tooLarge);
        return body;
    }

    @Override
    public Reply reply(ClientRequest read) {
        reply = new Http1Reply(server, read, this);
        return reply;
    }

    /** Whether the request that is being carried has a body without a readable end. */
    private boolean isBodyBroken() {
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
        if (current != null) server.inContext(current::abort);
        channel.close();
    }

    void due() {
        if (current != null) {
            server.inContext(current::due);
            if (current == null && isFull()) channel.close();
            return;
        }
        boolean isIdle = System.currentTimeMillis() - freeSince > limits.idleMillis();
        if (headSince() > 0) guard.hit(Guard.Limit.HEAD_TIME);
        else if (isIdle) guard.hit(Guard.Limit.IDLE_TIME);
        // Whoever has not taken the last answer by now never will.
        if (isIdle) channel.close();
        else close();
    }

    void write(HttpObject message) {
        channel.write(message, channel.voidPromise());
        // Answers to requests that came together leave together.
        if (reading) unflushed = true;
        else channel.flush();
    }

    boolean isFull() {
        return !channel.isWritable();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (isFull()) return;
        if (reply != null) server.inContext(reply::room);
        server.inContext(backlog::goOn);
    }

    /** All of an answer has been written, and it is the next request's turn. */
    void answered() {
        answering = false;
        reply = null;
        if (!ending) backlog.goOn();
    }

    void goOn() {
        backlog.goOn();
    }

    void askForBody() {
        channel.writeAndFlush(
                new DefaultFullHttpResponse(
                        io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
                        HttpResponseStatus.CONTINUE,
                        Unpooled.EMPTY_BUFFER),
                channel.voidPromise());
    }

    /**
     * Reads on for a while after an answer that did not wait for the body, since closing on a client that still sends would take the
     * answer from it.
     */
    void discardBody() {
        closesAt = System.currentTimeMillis() + DISCARDING_MILLIS;
        discarded = 0;
        body = null;
        backlog.goOn();
    }

    /** Speaks HTTP no more, so that no time for a request runs out. */
    @Override
    public void becomesTunnel(UpstreamCall upstream, Runnable ended) {
        current = null;
        freeSince = Long.MAX_VALUE;
        reply.switches();
        channel.flush();
        backlog.clear();
        Tunnel.open(channel, upstream, () -> {
            server.forget(this);
            ended.run();
        });
    }

    void closed() {
        backlog.clear();
        if (current != null) server.inContext(current::clientLeft);
    }

    /** What has been written still leaves, for as long as a connection may be idle. */
    @Override
    public void close() {
        ending = true;
        discarded = -1;
        closesAt = Long.MAX_VALUE;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }
}
