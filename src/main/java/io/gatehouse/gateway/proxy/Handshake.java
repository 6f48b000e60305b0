package io.gatehouse.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.Mapping;

/**
 * Brings a connection to the point where HTTP is spoken over TLS: with the certificate of the name that the client asks for, which is
 * looked up anew for each client, and in the protocol that both know.
 */
final class Handshake extends ApplicationProtocolNegotiationHandler {
    /** What a client may say before it is known whom it wants; with many post-quantum keys it is a few KiB. */
    private static final int MOST_HELLO_BYTES = 16_384;

    private final Guard guard;
    private final Done done;
    private String serverName = "";

    /** What follows. Nothing of HTTP has been read by then. */
    interface Done {
        /** @param serverName empty if the client has asked for none */
        void secured(String serverName, boolean isHttp2);
    }

    private Handshake(Guard guard, Done done) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.guard = guard;
        this.done = done;
    }

    static void begin(
            ChannelPipeline pipeline, Mapping<String, SslContext> certificates, long millis, Guard guard, Done done) {
        pipeline.addFirst(new SniHandler(certificates, MOST_HELLO_BYTES, millis), new Handshake(guard, done));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SniCompletionEvent asked && asked.hostname() != null) serverName = asked.hostname();
        super.userEventTriggered(context, event);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
        done.secured(serverName, protocol.equals(ApplicationProtocolNames.HTTP_2));
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
        guard.hit(Guard.Limit.HANDSHAKE);
        context.close();
    }
}
