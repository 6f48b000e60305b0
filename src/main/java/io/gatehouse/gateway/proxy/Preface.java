package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/** Tells by the first bytes of a connection whether its client speaks HTTP/2 without having asked (RFC 9113, 3.3), and leaves. */
final class Preface extends ByteToMessageDecoder {
    private static final byte[] PREFACE = bytes();

    private final Runnable isHttp2;
    private long startedAt;

    /** @param isHttp2 makes the rest of the pipeline ready for it */
    Preface(Runnable isHttp2) {
        this.isHttp2 = isHttp2;
    }

    /** Epoch milliseconds of the first byte of a preface that is not complete yet; 0 when there is none. */
    long startedAt() {
        return startedAt;
    }

    private static byte[] bytes() {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        byte[] bytes = new byte[preface.readableBytes()];
        preface.readBytes(bytes).release();
        return bytes;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.length);
        boolean begins = true;
        for (int i = 0; i < length && begins; i++) begins = in.getByte(in.readerIndex() + i) == PREFACE[i];
        if (begins && length < PREFACE.length) {
            if (startedAt == 0) startedAt = System.currentTimeMillis();
            return;
        }
        startedAt = 0;
        if (begins) isHttp2.run();
        context.pipeline().remove(this);
    }
}
