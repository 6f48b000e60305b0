package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/** An answer on a connection of its own, which may end with it. */
final class Http1Reply extends Reply {
    private static final int NOT_MODIFIED = 304;

    private final ClientConnection to;
    private final HttpVersion version;
    private final boolean toHead;
    private final HeadersMultiMap headers = HeadersMultiMap.httpHeaders();
    private boolean begun;
    private boolean chunked;
    private boolean closing;
    private Runnable action;

    /** @param request null if it could not be read */
    Http1Reply(GatewayServer server, ClientRequest request, ClientConnection to) {
        super(server, request);
        this.to = to;
        version = to.head().isOld() ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
        toHead = to.head().asksForHead();
        closing = to.head().isLast();
    }

    /** Says this before anybody has looked at the request, of which there will be no other one. */
    void refuse(int status, MultiMap fields, Buffer body) {
        status(status);
        headers.addAll(fields);
        closing = true;
        end(body);
    }

    @Override
    void frame(Framing framing) {
        closing |= isDraining();
        chunked = framing != null && framing.hasBody() && framing.field() == null && version == HttpVersion.HTTP_1_1;
        if (chunked) headers.set(Names.TRANSFER_ENCODING, "chunked");
    }

    @Override
    boolean hasBegun() {
        return begun;
    }

    @Override
    void begin() {
        if (chunked) writeHead();
    }

    private void writeHead() {
        beginHead();
        to.write(new DefaultHttpResponse(version, statusLine(), headers));
    }

    private void beginHead() {
        begun = true;
        if (closing) headers.set(Names.CONNECTION, "close");
        else if (version == HttpVersion.HTTP_1_0) headers.set(Names.CONNECTION, "keep-alive");
    }

    private HttpResponseStatus statusLine() {
        return HttpResponseStatus.valueOf(status());
    }

    @Override
    void write(Buffer part) {
        pass(Bytes.of(part));
    }

    @Override
    void pass(ByteBuf part) {
        if (!begun) writeHead();
        to.write(new DefaultHttpContent(part));
    }

    @Override
    boolean isFull() {
        return to.isFull();
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
    void end(Buffer last) {
        if (begun)
            to.write(last == null ? LastHttpContent.EMPTY_LAST_CONTENT : new DefaultLastHttpContent(Bytes.of(last)));
        else writeWhole(last == null || toHead ? Unpooled.EMPTY_BUFFER : Bytes.of(last));
        to.answered();
    }

    /** The length of what is sent in one piece is known after all. */
    private void writeWhole(ByteBuf body) {
        headers.remove(Names.TRANSFER_ENCODING);
        boolean isSaid = toHead || status() == NOT_MODIFIED || headers.contains(Names.CONTENT_LENGTH);
        if (!isSaid) headers.set(Names.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        beginHead();
        to.write(new DefaultFullHttpResponse(version, statusLine(), body, headers, EmptyHttpHeaders.INSTANCE));
    }

    /** Agrees to a WebSocket; nothing of HTTP follows. */
    void switches() {
        headers.remove(Names.CONTENT_LENGTH).remove(Names.TRANSFER_ENCODING);
        headers.set(Names.CONNECTION, "Upgrade").set("Upgrade", "websocket");
        begun = true;
        to.write(new DefaultFullHttpResponse(
                version, statusLine(), Unpooled.EMPTY_BUFFER, headers, EmptyHttpHeaders.INSTANCE));
    }

    @Override
    boolean hasVisibleEnd() {
        return chunked;
    }

    @Override
    void endsTheConnection() {
        closing = true;
    }

    @Override
    boolean endsWithItsConnection() {
        return begun && !chunked && !headers.contains(Names.CONTENT_LENGTH);
    }

    @Override
    boolean isClosing() {
        return closing;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }
}
