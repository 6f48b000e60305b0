package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;

/** Carries bytes as they are between a client and an upstream, each as fast as the other takes them, until one of them ends. */
final class Tunnel {
    private final Runnable ended;
    private final End toClient = new End();
    private final End toUpstream = new End();
    private boolean over;

    private Tunnel(Runnable ended) {
        this.ended = ended;
    }

    /** @param client to which the handshake's answer has been written */
    static void open(Channel client, UpstreamCall upstream, Runnable ended) {
        Tunnel tunnel = new Tunnel(ended);
        tunnel.toClient.other = client;
        ChannelPipeline pipeline = client.pipeline();
        pipeline.remove(Clients.ENCODER);
        tunnel.toUpstream.other = upstream.release(tunnel.toClient);
        pipeline.replace(ClientConnection.NAME, ClientConnection.NAME, tunnel.toUpstream);
        // Last, as what has been read already goes on from there.
        pipeline.remove(StrictRequestDecoder.NAME);
        if (client.isActive() && tunnel.toUpstream.other.isActive()) tunnel.flow();
        else tunnel.end();
    }

    private void flow() {
        toClient.other.config().setAutoRead(true);
        toUpstream.other.config().setAutoRead(true);
    }

    private void end() {
        if (over) return;
        over = true;
        closeAfterwards(toClient.other);
        closeAfterwards(toUpstream.other);
        ended.run();
    }

    /** What one of them said last still reaches the other. */
    private static void closeAfterwards(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Hears what one of the two says, and tells the other. */
    private final class End extends ChannelInboundHandlerAdapter {
        private Channel other;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof ByteBuf)) {
                ReferenceCountUtil.release(message);
                return;
            }
            other.writeAndFlush(message, other.voidPromise());
            if (!other.isWritable()) context.channel().config().setAutoRead(false);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) other.config().setAutoRead(true);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end();
        }
    }
}
