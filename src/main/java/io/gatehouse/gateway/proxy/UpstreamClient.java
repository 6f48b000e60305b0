package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.balancer.Origin;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.dns.Dns;
import io.gatehouse.gateway.tls.UpstreamTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;

/**
 * One event loop's connections to upstreams. On Netty and not on Vert.x's client, whose pool, futures and three copies of every head
 * cost as much as all plugins together.
 */
final class UpstreamClient {
    /** Each for a hundred calls or more. */
    private static final int MOST_SHARED = 40;

    private static final int IDLE_MILLIS = 60_000;
    private static final int CONNECT_MILLIS = 60_000;
    private static final int BETWEEN_LOOKUPS_MILLIS = 1_000;

    private final Bootstrap bootstrap;
    private final AddressResolver<InetSocketAddress> names;
    private final int mostCalls;
    private final int lineBytes;
    private final int headBytes;
    private final Map<Origin, UpstreamPool> pools = new HashMap<>();
    private final Map<Secured, UpstreamPool> secured = new HashMap<>();

    private long lookedUpAt;

    UpstreamClient(VertxInternal vertx, EventLoop loop, Dns dns, Limits limits) {
        names = dns.addresses().getResolver(loop);
        bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(vertx.transport().channelFactory(false))
                .resolver(dns.addresses())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        mostCalls = limits.clients().upstreamCalls();
        lineBytes = limits.requestLineBytes();
        headBytes = limits.headBytes() * 2;
    }

    /** Exactly one of the two is null. */
    interface Caller {
        void connected(UpstreamCall call, Throwable failure);
    }

    /** Those of HTTP/2. */
    private final Map<Secured, List<UpstreamHttp2>> shared = new HashMap<>();

    private record Secured(Origin origin, UpstreamTls tls) {}

    /**
     * Tells the caller at once if there is a connection already.
     *
     * @param tls how it is spoken, if the origin wants it
     */
    void connect(Origin origin, UpstreamTls tls, Caller caller) {
        UpstreamPool pool = origin.tlsName() == null
                ? pools.computeIfAbsent(origin, one -> new UpstreamPool(mostCalls))
                : secured.computeIfAbsent(new Secured(origin, tls), one -> new UpstreamPool(mostCalls));
        UpstreamConnection kept = pool.take();
        if (kept != null) caller.connected(kept, null);
        else if (pool.isFull()) caller.connected(null, new TooManyConnections());
        else open(origin, tls, pool, caller);
    }

    /** Likewise, by HTTP/2. */
    void connectHttp2(Origin origin, UpstreamTls tls, Caller caller) {
        List<UpstreamHttp2> open = shared.computeIfAbsent(new Secured(origin, tls), one -> new ArrayList<>());
        for (UpstreamHttp2 one : open) {
            if (one.hasRoom()) {
                one.call(caller);
                return;
            }
        }
        if (open.size() >= MOST_SHARED) {
            caller.connected(null, new TooManyConnections());
            return;
        }
        UpstreamHttp2 fresh = new UpstreamHttp2(origin.tlsName() != null);
        fresh.call(caller);
        open.add(fresh);
        ChannelFuture opening = connect(origin, pipeline -> {
            if (origin.tlsName() != null) pipeline.addLast(handler(origin, tls, true, pipeline));
            fresh.joins(pipeline, headBytes);
        });
        Channel channel = opening.channel();
        channel.closeFuture().addListener(closed -> open.remove(fresh));
        whenReady(opening, failure -> {
            SslHandler spoken = failure == null ? channel.pipeline().get(SslHandler.class) : null;
            boolean isOther = spoken != null && !ApplicationProtocolNames.HTTP_2.equals(spoken.applicationProtocol());
            if (isOther) fresh.failed(new SSLHandshakeException("it does not offer HTTP/2 (ALPN h2)"));
            else if (failure != null) fresh.failed(failure);
            if (isOther) channel.close();
        });
    }

    private void open(Origin origin, UpstreamTls tls, UpstreamPool pool, Caller caller) {
        UpstreamConnection connection = new UpstreamConnection(pool);
        ChannelFuture opening = connect(origin, pipeline -> {
            if (origin.tlsName() != null) pipeline.addLast(handler(origin, tls, false, pipeline));
            pipeline.addLast(StrictResponseCodec.NAME, new StrictResponseCodec(lineBytes, headBytes));
            connection.joins(pipeline);
        });
        pool.opens();
        opening.channel().closeFuture().addListener(closed -> pool.gone(connection));
        whenReady(opening, failure -> caller.connected(failure == null ? connection : null, failure));
    }

    private static SslHandler handler(Origin origin, UpstreamTls tls, boolean isHttp2, ChannelPipeline pipeline) {
        return tls.handler(
                origin.tlsName(), origin.port(), isHttp2, pipeline.channel().alloc());
    }

    private ChannelFuture connect(Origin origin, Consumer<ChannelPipeline> ready) {
        return bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ready.accept(channel.pipeline());
                    }
                })
                .connect(InetSocketAddress.createUnresolved(origin.host(), origin.port()));
    }

    /** @param told once, null if all is well */
    private static void whenReady(ChannelFuture opening, Consumer<Throwable> told) {
        Channel channel = opening.channel();
        opening.addListener(opened -> {
            SslHandler handshake = channel.pipeline().get(SslHandler.class);
            Future<?> last = opened.isSuccess() && handshake != null ? handshake.handshakeFuture() : opening;
            last.addListener(done -> {
                if (done.isSuccess() && channel.isActive()) {
                    told.accept(null);
                } else {
                    channel.close();
                    told.accept(done.isSuccess() ? new ClosedChannelException() : done.cause());
                }
            });
        });
    }

    /** Whether three of four calls that there may be at a time to some address are under way. */
    boolean isShort() {
        for (UpstreamPool pool : pools.values()) if (isMuch(pool.busy(), mostCalls)) return true;
        for (UpstreamPool pool : secured.values()) if (isMuch(pool.busy(), mostCalls)) return true;
        for (List<UpstreamHttp2> all : shared.values()) if (isMuch(all.size(), MOST_SHARED)) return true;
        return false;
    }

    private static boolean isMuch(int busy, int most) {
        return busy > most - most / 4;
    }

    /** Connections to names that lead elsewhere by now serve what they have begun, and no more. */
    void followNames(long now) {
        if (now - lookedUpAt < BETWEEN_LOOKUPS_MILLIS) return;
        lookedUpAt = now;
        pools.forEach((origin, pool) -> follow(origin, pool::leadsTo));
        secured.forEach((key, pool) -> follow(key.origin, pool::leadsTo));
        shared.forEach((key, all) ->
                follow(key.origin, addresses -> List.copyOf(all).forEach(one -> one.leadsTo(addresses))));
    }

    /** What is known already is not asked for again. */
    private void follow(Origin origin, Consumer<Set<InetAddress>> told) {
        if (!Target.isName(origin.host())) return;
        names.resolveAll(InetSocketAddress.createUnresolved(origin.host(), origin.port()))
                .addListener((FutureListener<List<InetSocketAddress>>) answer -> {
                    if (!answer.isSuccess()) return;
                    Set<InetAddress> addresses = new HashSet<>();
                    answer.getNow().forEach(one -> addresses.add(one.getAddress()));
                    told.accept(addresses);
                });
    }

    /** Also forgets addresses that nothing is connected to, as services come and go. */
    void closeIdle(long now) {
        long latest = now - IDLE_MILLIS;
        for (Collection<UpstreamPool> all : List.of(pools.values(), secured.values())) {
            all.forEach(pool -> pool.closeIdleSince(latest));
            all.removeIf(UpstreamPool::isUnused);
        }
        shared.values().forEach(all -> List.copyOf(all).forEach(one -> one.closeIdleSince(latest)));
        shared.values().removeIf(List::isEmpty);
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
