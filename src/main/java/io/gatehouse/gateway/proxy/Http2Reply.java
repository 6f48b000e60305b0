package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/** An answer on a stream, which ends with it. */
final class Http2Reply extends Reply {
    private static final Future<Void> DONE = Future.succeededFuture();

    /** Takes nothing that would be another field to whoever reads it next. */
    private final HeadersMultiMap headers = new HeadersMultiMap(HeadRules::check);

    private final Channel channel;
    private boolean begun;
    private Runnable action;
    private ChannelFuture ended;

    Http2Reply(GatewayServer server, ClientRequest request, Http2Stream stream) {
        super(server, request);
        channel = stream.channel();
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
        ended = channel.write(new DefaultHttp2HeadersFrame(Http2Fields.response(status(), headers), isAll));
    }

    @Override
    void write(Buffer part) {
        if (!begun) writeHead(false);
        channel.writeAndFlush(new DefaultHttp2DataFrame(Bytes.of(part)));
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
    Future<Void> end(Buffer last) {
        boolean isEmpty = last == null || last.length() == 0;
        if (!begun) {
            if (last != null) headers.set("content-length", Integer.toString(last.length()));
            writeHead(isEmpty);
            if (isEmpty) {
                channel.flush();
                return DONE;
            }
        }
        ended = channel.writeAndFlush(
                isEmpty ? new DefaultHttp2DataFrame(true) : new DefaultHttp2DataFrame(Bytes.of(last), true));
        return DONE;
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
