package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.impl.VertxHandler;

/** Between Netty's buffers, which are counted, and Vert.x's, which are not. Vert.x 4 has no way from one to the other that it keeps. */
@SuppressWarnings("deprecation")
final class Bytes {
    private Bytes() {}

    /** Copies and releases what is counted. */
    static Buffer of(ByteBuf bytes) {
        return Buffer.buffer(VertxHandler.safeBuffer(bytes));
    }

    static ByteBuf of(Buffer buffer) {
        return buffer.getByteBuf();
    }
}
