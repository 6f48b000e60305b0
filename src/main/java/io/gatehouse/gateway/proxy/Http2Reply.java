package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/** An answer on a stream, which ends with it. */
final class Http2Reply extends Reply {
    /** Takes nothing that would be another field to whoever reads it next. */
    private final HeadersMultiMap headers = new HeadersMultiMap(HeadRules::check);

    private final Channel channel;
    private final boolean toHead;
    private boolean begun;
    private Runnable action;
    private ChannelFuture ended;
    private Http2Headers trailers;
    private final ClientRequest request;

    Http2Reply(GatewayServer server, ClientRequest request, Http2Stream stream) {
        super(server, request);
        this.request = request;
        channel = stream.channel();
        toHead = stream.method().equals("HEAD");
    }

    /** Says this before anybody has looked at the request. */
    void refuse(int status, MultiMap fields, Buffer body) {
        status(status);
        headers.addAll(fields);
        end(body);
    }

    @Override
    void frame(Framing framing) {}

    @Override
    boolean hasBegun() {
        return begun;
    }

    @Override
    void begin() {
        writeHead(false);
        channel.flush();
    }

    private void writeHead(boolean isAll) {
        begun = true;
        ended = channel.write(new DefaultHttp2HeadersFrame(Http2Fields.response(shownStatus(), headers), isAll));
    }

    @Override
    void write(Buffer part) {
        if (!begun) writeHead(false);
        channel.writeAndFlush(new DefaultHttp2DataFrame(Bytes.of(part)));
    }

    @Override
    void pass(ByteBuf part) {
        if (!begun) writeHead(false);
        channel.writeAndFlush(new DefaultHttp2DataFrame(part));
    }

    @Override
    boolean isFull() {
        return !channel.isWritable();
    }

    @Override
    void onRoom(Runnable next) {
        action = next;
    }

    void room() {
        Runnable next = action;
        action = null;
        if (next != null) next.run();
    }

    @Override
    void trailers(MultiMap fields) {
        if (!HeadRules.names(request.headers().get("te"), "trailers")) return;
        MultiMap passing = new HeadersMultiMap(HeadRules::check);
        request.dialect().heads().passResponse(fields, passing);
        passing.remove("content-length");
        trailers = Http2Fields.add(passing, new DefaultHttp2Headers(false));
    }

    @Override
    void end(Buffer last) {
        boolean isEmpty = toHead || last == null || last.length() == 0;
        boolean endsWithBody = trailers == null;
        boolean endsWithHead = !begun && isEmpty && endsWithBody;
        if (!begun) {
            if (last != null) headers.set("content-length", Integer.toString(last.length()));
            writeHead(endsWithHead);
        }
        if (!isEmpty) ended = channel.write(new DefaultHttp2DataFrame(Bytes.of(last), endsWithBody));
        else if (endsWithBody && !endsWithHead) ended = channel.write(new DefaultHttp2DataFrame(true));
        if (!endsWithBody) ended = channel.write(new DefaultHttp2HeadersFrame(trailers, true));
        channel.flush();
    }

    /** When the client has taken it, so that it loses nothing of it. */
    void whenRead(Runnable next) {
        ended.addListener(done -> next.run());
    }

    @Override
    boolean hasVisibleEnd() {
        return true;
    }

    /** The stream does in any case. */
    @Override
    void endsTheConnection() {}

    @Override
    boolean isClosing() {
        return false;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }
}
