package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A connection of HTTP/2 to an upstream, shared by as many calls as the upstream allows. Calls that come before it is open wait. */
final class UpstreamHttp2 extends ChannelInboundHandlerAdapter {
    private static final int USUAL_STREAMS = 100;

    private final boolean isSecure;
    private final List<UpstreamClient.Caller> waiting = new ArrayList<>();
    private Channel channel;
    private boolean isOpen;
    private int calls;
    private int most = USUAL_STREAMS;
    private boolean leaving;
    private boolean hasServed;
    private long idleSince = System.currentTimeMillis();

    UpstreamHttp2(boolean isSecure) {
        this.isSecure = isSecure;
    }

    void joins(ChannelPipeline pipeline, int headBytes) {
        channel = pipeline.channel();
        pipeline.addLast(Http2FrameCodecBuilder.forClient()
                .initialSettings(
                        Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(headBytes))
                .gracefulShutdownTimeoutMillis(0)
                .build());
        pipeline.addLast(new Http2MultiplexHandler(new Refusing()));
        pipeline.addLast(this);
    }

    /** An upstream does not call us. */
    @ChannelHandler.Sharable
    private static final class Refusing extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.close();
        }
    }

    boolean hasRoom() {
        return !leaving && calls < most && (!isOpen || channel.isActive());
    }

    void call(UpstreamClient.Caller caller) {
        calls++;
        if (isOpen) open(caller);
        else waiting.add(caller);
    }

    /** @param failure null if it is open now */
    void opened(Throwable failure) {
        isOpen = true;
        List<UpstreamClient.Caller> all = List.copyOf(waiting);
        waiting.clear();
        if (failure != null) {
            leaving = true;
            all.forEach(caller -> caller.connected(null, failure));
        } else {
            all.forEach(this::open);
        }
    }

    private void open(UpstreamClient.Caller caller) {
        UpstreamStream stream = new UpstreamStream(this, hasServed);
        new Http2StreamChannelBootstrap(channel).handler(stream).open().addListener(opened -> {
            if (opened.isSuccess()) {
                caller.connected(stream, null);
            } else {
                isLeft();
                caller.connected(null, opened.cause());
            }
        });
    }

    /** A call has ended. */
    void isLeft() {
        calls--;
        hasServed = true;
        idleSince = System.currentTimeMillis();
        if (leaving && calls == 0) channel.close();
    }

    String scheme() {
        return isSecure ? "https" : "http";
    }

    void closeIdleSince(long latest) {
        if (isOpen && calls == 0 && idleSince < latest) channel.close();
    }

    /** @param addresses that the name has now */
    void leadsTo(Set<InetAddress> addresses) {
        if (!isOpen || !(channel.remoteAddress() instanceof InetSocketAddress here)) return;
        if (addresses.contains(here.getAddress())) return;
        leaving = true;
        if (calls == 0) channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2SettingsFrame frame && frame.settings().maxConcurrentStreams() != null)
            most = (int) Math.min(frame.settings().maxConcurrentStreams(), Integer.MAX_VALUE);
        if (message instanceof Http2GoAwayFrame) leaving = true;
        ReferenceCountUtil.release(message);
    }

    /** Those whose streams it carried have been told. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        leaving = true;
        if (calls == 0) context.close();
    }
}
