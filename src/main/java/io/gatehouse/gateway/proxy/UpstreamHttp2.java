package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A connection of HTTP/2 to an upstream, shared by as many calls as the upstream allows. Calls that come before it has said how many
 * these are wait for that.
 */
final class UpstreamHttp2 extends ChannelInboundHandlerAdapter {
    private static final int MOST_STREAMS = 100;
    private static final int STREAM_WINDOW = 65_535;
    /** Room for what every call may leave unread, so that a slow client holds up nobody but itself. */
    private static final int WINDOW = MOST_STREAMS * STREAM_WINDOW;
    /** A connection on which nothing comes for so long, while a call waits in vain, is taken for dead. */
    private static final long SILENCE_MILLIS = 5_000;

    private final boolean isSecure;
    private final List<UpstreamClient.Caller> waiting = new ArrayList<>();
    private Channel channel;
    private Http2Connection streams;
    private boolean isOpen;
    private int calls;
    private int most = MOST_STREAMS;
    private boolean leaving;
    private boolean hasServed;
    private long readAt;
    private long idleSince = System.currentTimeMillis();

    UpstreamHttp2(boolean isSecure) {
        this.isSecure = isSecure;
    }

    void joins(ChannelPipeline pipeline, int headBytes) {
        channel = pipeline.channel();
        Http2FrameCodec codec = Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(headBytes))
                .gracefulShutdownTimeoutMillis(0)
                .build();
        streams = codec.connection();
        pipeline.addLast(codec);
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

    /** There is nobody to talk to. */
    void failed(Throwable failure) {
        opened(failure);
    }

    /** @param failure null if it is open now */
    private void opened(Throwable failure) {
        if (isOpen) return;
        isOpen = true;
        List<UpstreamClient.Caller> all = List.copyOf(waiting);
        waiting.clear();
        if (failure != null) {
            leaving = true;
            calls -= all.size();
            all.forEach(caller -> caller.connected(null, failure));
        } else {
            widen();
            all.forEach(this::open);
        }
    }

    private void widen() {
        try {
            streams.local().flowController().incrementWindowSize(streams.connectionStream(), WINDOW - STREAM_WINDOW);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
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
        leave();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2SettingsFrame frame) {
            Long allowed = frame.settings().maxConcurrentStreams();
            if (allowed != null) most = (int) Math.min(allowed, MOST_STREAMS);
            opened(null);
        }
        if (message instanceof Http2GoAwayFrame) leave();
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readAt = System.currentTimeMillis();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        opened(new IOException("the upstream has closed the connection before it said anything"));
    }

    /** A call has waited in vain since then. */
    void hasNotAnswered(long since) {
        if (readAt < since && System.currentTimeMillis() - since > SILENCE_MILLIS) leave();
    }

    /** Takes no more calls. */
    void leave() {
        leaving = true;
        if (calls == 0) channel.close();
    }

    /** Those whose streams it carried have been told. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        opened(new IOException("the upstream does not speak HTTP/2", cause));
        leave();
    }
}
