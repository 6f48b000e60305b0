package io.gatehouse.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Refuses where Netty repairs: a request with both Content-Length and Transfer-Encoding is an attack or a broken hop, and either way
 * nobody knows where it ends (RFC 9112, 6.3). Also knows when a head began, so that a slow one can be ended.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    static final String NAME = "httpDecoder";

    private boolean headComplete = true;
    private long headStartedAt;

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Epoch milliseconds of the first byte of a head that is not complete yet; 0 when there is none. */
    long headStartedAt() {
        return headComplete ? 0 : headStartedAt;
    }

    /** The head that was being read has become a request. */
    void headIsComplete() {
        headComplete = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (headComplete) {
            headComplete = false;
            headStartedAt = System.currentTimeMillis();
        }
        super.channelRead(context, message);
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        HttpMessage message = super.createMessage(initialLine);
        HttpVersion version = message.protocolVersion();
        if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
            throw new IllegalArgumentException("unsupported version");
        }
        return message;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
