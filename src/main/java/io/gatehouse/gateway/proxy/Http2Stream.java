package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;

/** One request of HTTP/2 and the way back to its client. It ends without taking its connection along. */
final class Http2Stream extends ChannelInboundHandlerAdapter implements Carrier {
    private final GatewayServer server;
    private final Http2Client client;
    private Channel channel;
    private String method;
    private String target;
    private MultiMap headers;
    private long bodyLength;
    private Passage passage;
    private Http2Body body;
    private Http2Reply reply;
    private boolean begun;
    /** Nothing that comes counts any more. */
    private boolean over;

    private long freeSince;
    /** What the client is told when its answer breaks off. */
    private Http2Error cause = Http2Error.INTERNAL_ERROR;

    Http2Stream(GatewayServer server, Http2Client client) {
        this.server = server;
        this.client = client;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        client.carries(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!over) server.inContext(() -> take(message));
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(Object message) {
        if (message instanceof Http2HeadersFrame frame) {
            if (!begun) begin(frame.headers(), frame.isEndStream());
            // Of fields behind a body only the end counts: what was decided by the head must not be said anew.
            else if (frame.isEndStream() && body != null) body.cameWhole();
        } else if (message instanceof Http2DataFrame frame && body != null) {
            if (frame.content().isReadable()) body.came(Bytes.of(frame.content().retain()));
            if (frame.isEndStream() && !over) body.cameWhole();
        }
    }

    private void begin(Http2Headers sent, boolean isWhole) {
        begun = true;
        freeSince = System.currentTimeMillis();
        try {
            headers = Http2Fields.request(sent);
            method = sent.method().toString();
            target = sent.path().toString();
            bodyLength = Http2Fields.bodyLength(headers, isWhole);
        } catch (Http2Fields.Malformed malformed) {
            server.guard().hit(Guard.Limit.UNREADABLE);
            reset(Http2Error.PROTOCOL_ERROR);
            return;
        }
        try {
            if (sent.size() > server.limits().fields())
                throw new BadRequest(GatewayServer.TOO_LARGE, "Request header or cookie too large");
            if (target.length() > server.limits().requestLineBytes()) throw new BadRequest(414, "URI too long");
            carry(server.read(this));
        } catch (BadRequest e) {
            reply = new Http2Reply(server, null, this);
            MultiMap said = HttpHeaders.headers();
            reply.refuse(server.statusOf(e), said, server.refusal(e, headers, said));
            if (!isWhole) discard();
        }
    }

    private void carry(ClientRequest request) {
        passage = server.passage(this, request);
        Passage begins = passage;
        try {
            begins.begin();
        } catch (RuntimeException e) {
            begins.fail(e);
        }
    }

    /** Its client has taken it back. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) gone();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
        client.carriesNoMore(this);
    }

    /** What came on it makes no sense; Netty has told the client. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        gone();
    }

    private void gone() {
        over = true;
        Passage left = passage;
        if (left != null) server.inContext(left::clientLeft);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (reply != null && channel.isWritable()) server.inContext(reply::room);
    }

    void lookAtTheClock(long now) {
        Passage waiting = passage;
        if (waiting == null) {
            // Answered, but not read.
            if (now - freeSince > server.limits().idleMillis()) reset(Http2Error.CANCEL);
        } else if (waiting.isDue(now)) {
            server.inContext(waiting::due);
        }
    }

    /** Bytes that the client has not taken yet. */
    long unread() {
        long room = channel.bytesBeforeUnwritable();
        return room > 0
                ? Math.max(0, channel.config().getWriteBufferHighWaterMark() - room)
                : channel.config().getWriteBufferLowWaterMark() + channel.bytesBeforeWritable();
    }

    /** Whether the upstream waits for its client. */
    boolean isStalled() {
        return passage != null && !channel.isWritable();
    }

    /** What the client has not taken is given up. */
    void shed() {
        server.guard().hit(Guard.Limit.UNREAD_BYTES);
        cause = Http2Error.ENHANCE_YOUR_CALM;
        if (passage == null) reset(cause);
        else server.inContext(passage::abort);
    }

    Channel channel() {
        return channel;
    }

    /** There is an answer, and the rest of the request is not wanted (RFC 9113, 8.1). */
    void discard() {
        over = true;
        reply.whenRead(() -> reset(Http2Error.NO_ERROR));
    }

    private void reset(Http2Error why) {
        over = true;
        if (channel.isActive()) channel.writeAndFlush(new DefaultHttp2ResetFrame(why));
    }

    @Override
    public String peer() {
        return client.peer();
    }

    @Override
    public int port() {
        return client.port();
    }

    @Override
    public String serverName() {
        return client.serverName();
    }

    @Override
    public HttpVersion version() {
        return HttpVersion.HTTP_2;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public long bodyLength() {
        return bodyLength;
    }

    @Override
    public RequestBody body(ClientRequest request, long limit, Runnable tooLarge) {
        body = new Http2Body(this, request, limit, tooLarge);
        return body;
    }

    @Override
    public Reply reply(ClientRequest request) {
        reply = new Http2Reply(server, request, this);
        return reply;
    }

    @Override
    public void isFree() {
        passage = null;
        freeSince = System.currentTimeMillis();
    }

    /** Its connection goes on. */
    @Override
    public void ends() {}

    @Override
    public void becomesTunnel(UpstreamCall upstream, Runnable ended) {
        throw new IllegalStateException("a stream is no connection");
    }

    @Override
    public void close() {
        reset(cause);
    }
}
