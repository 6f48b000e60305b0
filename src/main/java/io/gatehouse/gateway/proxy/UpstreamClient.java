package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.balancer.Origin;
import io.gatehouse.gateway.tls.Trust;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.vertx.core.impl.VertxInternal;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.Map;

/**
 * One event loop's connections to upstreams. On Netty and not on Vert.x's client, whose pool, futures and three copies of every head
 * cost as much as all plugins together.
 */
final class UpstreamClient {
    private static final int IDLE_MILLIS = 60_000;
    private static final int CONNECT_MILLIS = 60_000;

    private final Bootstrap bootstrap;
    private final int lineBytes;
    private final int headBytes;
    private final UpstreamTls tls;
    private final Map<Origin, UpstreamPool> pools = new HashMap<>();
    /** Of services that have their own idea of whom to believe. */
    private final Map<Trusted, UpstreamPool> trusted = new HashMap<>();

    UpstreamClient(VertxInternal vertx, EventLoop loop, Limits limits, UpstreamTls tls) {
        this.tls = tls;
        bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(vertx.transport().channelFactory(false))
                .resolver(vertx.nettyAddressResolverGroup())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        lineBytes = limits.requestLineBytes();
        headBytes = limits.headBytes() * 2;
    }

    /** Exactly one of the two is null. */
    interface Caller {
        void connected(UpstreamConnection connection, Throwable failure);
    }

    private record Trusted(Origin origin, Trust trust) {}

    /**
     * Tells the caller at once if there is a connection already.
     *
     * @param trust null for the usual
     */
    void connect(Origin origin, Trust trust, Caller caller) {
        UpstreamPool pool = trust == null || origin.tlsName() == null
                ? pools.computeIfAbsent(origin, one -> new UpstreamPool())
                : trusted.computeIfAbsent(new Trusted(origin, trust), one -> new UpstreamPool());
        UpstreamConnection kept = pool.take();
        if (kept != null) caller.connected(kept, null);
        else if (pool.isFull()) caller.connected(null, new TooManyConnections());
        else open(origin, trust, pool, caller);
    }

    private void open(Origin origin, Trust trust, UpstreamPool pool, Caller caller) {
        UpstreamConnection connection = new UpstreamConnection(pool);
        ChannelFuture opening = bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (origin.tlsName() != null) channel.pipeline().addLast(tls.to(origin, trust, channel));
                        channel.pipeline()
                                .addLast(StrictResponseCodec.NAME, new StrictResponseCodec(lineBytes, headBytes));
                        connection.joins(channel.pipeline());
                    }
                })
                .connect(InetSocketAddress.createUnresolved(origin.host(), origin.port()));
        Channel channel = opening.channel();
        pool.opens();
        channel.closeFuture().addListener(closed -> pool.gone(connection));
        opening.addListener(opened -> {
            SslHandler handshake = channel.pipeline().get(SslHandler.class);
            if (opened.isSuccess() && handshake != null) {
                handshake.handshakeFuture().addListener(secured -> tell(caller, connection, channel, secured));
            } else {
                tell(caller, connection, channel, opened);
            }
        });
    }

    private static void tell(Caller caller, UpstreamConnection connection, Channel channel, Future<?> opened) {
        if (opened.isSuccess() && channel.isActive()) {
            caller.connected(connection, null);
            return;
        }
        channel.close();
        caller.connected(null, opened.isSuccess() ? new ClosedChannelException() : opened.cause());
    }

    void closeIdle(long now) {
        pools.values().forEach(pool -> pool.closeIdleSince(now - IDLE_MILLIS));
        trusted.values().forEach(pool -> pool.closeIdleSince(now - IDLE_MILLIS));
    }

    void close() {
        closeIdle(Long.MAX_VALUE);
    }

    /** The upstream answers more slowly than requests come, and has been given all the connections that it gets. */
    static final class TooManyConnections extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyConnections() {
            super("too many connections", null, false, false);
        }
    }
}
