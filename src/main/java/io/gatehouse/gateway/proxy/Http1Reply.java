package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** An answer on a connection of its own, which may end with it. */
final class Http1Reply extends Reply {
    private final HttpServerResponse to;
    private boolean closing;

    Http1Reply(GatewayServer server, ClientRequest request, HttpServerResponse to) {
        super(server, request);
        this.to = to;
        closing = request.endsTheConnection();
    }

    @Override
    void frame(Framing framing) {
        closing |= isDraining();
        if (closing) to.headers().set("Connection", "close");
        if (framing != null && framing.hasBody() && framing.field() == null) to.setChunked(true);
        to.setStatusCode(status());
    }

    @Override
    boolean hasBegun() {
        return to.headWritten();
    }

    @Override
    void begin() {
        if (to.headers().contains(Names.TRANSFER_ENCODING)) to.writeHead();
    }

    @Override
    void write(Buffer part) {
        to.write(part);
    }

    @Override
    void pass(ByteBuf part) {
        to.write(Bytes.uncounted(part)).onComplete(left -> part.release());
    }

    @Override
    boolean isFull() {
        return to.writeQueueFull();
    }

    @Override
    void onRoom(Runnable action) {
        to.drainHandler(drained -> action.run());
    }

    @Override
    Future<Void> end(Buffer last) {
        // The length of what is sent in one piece is known after all.
        if (!to.headWritten()) to.headers().remove(Names.TRANSFER_ENCODING);
        return last == null ? to.end() : to.end(last);
    }

    @Override
    boolean hasVisibleEnd() {
        return to.isChunked();
    }

    @Override
    void endsTheConnection() {
        closing = true;
    }

    @Override
    boolean endsWithItsConnection() {
        return to.headWritten() && !to.isChunked() && !to.headers().contains(Names.CONTENT_LENGTH);
    }

    @Override
    boolean isClosing() {
        return closing;
    }

    @Override
    public MultiMap headers() {
        return to.headers();
    }
}
