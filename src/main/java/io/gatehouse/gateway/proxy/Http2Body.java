package io.gatehouse.gateway.proxy;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;

/** A body that comes on a stream; a client whose parts are not read has its window closed. */
final class Http2Body extends RequestBody {
    private final Http2Stream stream;

    Http2Body(Http2Stream stream, ClientRequest request, long limit, Runnable tooLarge) {
        super(request, limit, tooLarge);
        this.stream = stream;
        pauseClient();
    }

    @Override
    void pauseClient() {
        stream.channel().config().setAutoRead(false);
    }

    @Override
    void resumeClient() {
        stream.channel().config().setAutoRead(true);
    }

    @Override
    void askForIt() {
        stream.channel().writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers(false).status("100")));
    }

    @Override
    void discard() {
        stream.discard();
    }
}
