package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;

/** Carries bytes as they are between a client and an upstream, each as fast as the other takes them, until one of them ends. */
final class Tunnel extends ChannelInboundHandlerAdapter {
    private final Runnable ended;
    private final Buffer early = Buffer.buffer();
    private Channel upstream;
    private NetSocket client;
    private boolean over;

    private Tunnel(Runnable ended) {
        this.ended = ended;
    }

    /** Answers the client's handshake, and begins. */
    static void open(HttpServerRequest handshake, UpstreamCall upstream, Runnable ended) {
        Tunnel tunnel = new Tunnel(ended);
        upstream.pause();
        Channel channel = upstream.release(tunnel);
        handshake.response().headers().set("Connection", "Upgrade").set("Upgrade", "websocket");
        handshake.toNetSocket().onComplete(client -> {
            if (client.succeeded()) tunnel.connect(client.result(), channel);
            else channel.close();
        });
    }

    private void connect(NetSocket client, Channel upstream) {
        this.client = client;
        this.upstream = upstream;
        client.handler(bytes -> {
            upstream.writeAndFlush(Bytes.of(bytes), upstream.voidPromise());
            if (!upstream.isWritable()) client.pause();
        });
        client.closeHandler(closed -> end());
        client.exceptionHandler(failure -> end());
        if (early.length() > 0) toClient(early);
        if (upstream.isActive()) upstream.config().setAutoRead(true);
        else end();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        Buffer part = Bytes.of(bytes);
        if (client == null) early.appendBuffer(part);
        else toClient(part);
    }

    private void toClient(Buffer part) {
        client.write(part);
        if (!client.writeQueueFull()) return;
        upstream.config().setAutoRead(false);
        client.drainHandler(drained -> upstream.config().setAutoRead(true));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (client != null && context.channel().isWritable()) client.resume();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end();
    }

    private void end() {
        if (over || client == null) return;
        over = true;
        client.close();
        upstream.close();
        ended.run();
    }
}
