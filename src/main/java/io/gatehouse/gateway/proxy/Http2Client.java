package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A client's connection of HTTP/2, which carries many requests at once, each on a stream of its own. */
final class Http2Client {
    private static final int MOST_STREAMS = 100;
    private static final int STREAM_WINDOW = 65_535;
    private static final int WINDOW = 1 << 20;
    /** More than these in half a minute is an attack (CVE-2023-44487 and what followed it). */
    private static final int MOST_RESETS = 200;

    private static final int RESETS_SECONDS = 30;
    private static final int MOST_SMALL_CONTINUATIONS = 16;

    private final GatewayServer server;
    private final Channel channel;
    private final String peer;
    private final int port;
    private final String serverName;
    private final Set<Http2Stream> streams = new HashSet<>();
    private long freeSince = System.currentTimeMillis();
    /** Whether it has said what a client says first. */
    private boolean greeted;

    private boolean draining;

    /** @param serverName what was asked for in TLS; null without TLS */
    Http2Client(GatewayServer server, Channel channel, String peer, int port, String serverName) {
        this.server = server;
        this.channel = channel;
        this.peer = peer;
        this.port = port;
        this.serverName = serverName;
    }

    /** Speaks it from here on: the pipeline has nothing in it any more but what comes before HTTP. */
    void joins(ChannelPipeline pipeline) {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MOST_STREAMS)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(server.limits().headBytes()))
                .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
                .decoderEnforceMaxSmallContinuationFrames(MOST_SMALL_CONTINUATIONS)
                .gracefulShutdownTimeoutMillis(0)
                .build();
        pipeline.addLast(codec);
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2Stream(server, Http2Client.this));
            }
        }));
        pipeline.addLast(new Quiet());
        Http2Connection connection = codec.connection();
        try {
            connection
                    .local()
                    .flowController()
                    .incrementWindowSize(connection.connectionStream(), WINDOW - STREAM_WINDOW);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whatever is wrong with a connection or a stream has been dealt with when it comes here. */
    private final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2SettingsFrame) greeted = true;
            context.fireChannelRead(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof Http2Exception) server.guard().hit(Guard.Limit.UNREADABLE);
            else context.close();
        }
    }

    String peer() {
        return peer;
    }

    int port() {
        return port;
    }

    String serverName() {
        return serverName;
    }

    void carries(Http2Stream stream) {
        streams.add(stream);
    }

    void carriesNoMore(Http2Stream stream) {
        if (!streams.remove(stream)) return;
        freeSince = System.currentTimeMillis();
        if (draining && streams.isEmpty()) channel.close();
    }

    boolean isCarrying() {
        return !streams.isEmpty();
    }

    void lookAtTheClock(long now) {
        if (streams.isEmpty()) {
            Limits limits = server.limits();
            if (now - freeSince <= (greeted ? limits.idleMillis() : limits.headMillis())) return;
            server.guard().hit(greeted ? Guard.Limit.IDLE_TIME : Guard.Limit.HEAD_TIME);
            channel.close();
            return;
        }
        for (Http2Stream stream : List.copyOf(streams)) stream.lookAtTheClock(now);
    }

    /** Bytes that the client has not taken yet. */
    long unread() {
        long all = 0;
        for (Http2Stream stream : streams) all += stream.unread();
        return all;
    }

    /** Ends streams that the client does not read, those first that hold most, until so much is free. */
    void shed(long bytes) {
        if (bytes <= 0) return;
        long freed = 0;
        List<Http2Stream> byUnread = new ArrayList<>(streams);
        byUnread.sort(Comparator.comparingLong(Http2Stream::unread).reversed());
        for (Http2Stream stream : byUnread) {
            long held = stream.unread();
            if (freed >= bytes || held == 0) break;
            stream.shed();
            freed += held;
        }
    }

    /** Streams whose answers the client does not read. */
    int stalled() {
        int all = 0;
        for (Http2Stream stream : streams) if (stream.isStalled()) all++;
        return all;
    }

    /** Ends all of them but so many. */
    void shedStalled(int most) {
        streams.stream().filter(Http2Stream::isStalled).skip(most).toList().forEach(Http2Stream::shed);
    }

    /** Takes no more requests; those that are under way are answered. */
    void drain() {
        if (draining) return;
        draining = true;
        channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        if (streams.isEmpty()) channel.close();
    }
}
