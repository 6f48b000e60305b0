package io.gatehouse.gateway.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.NameResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DefaultDnsCache;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FutureListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks up the names of upstreams, for as long as each answer says and without ever blocking. Not left to Vert.x, which within the
 * office's framework asks the JDK: that blocks the event loop, and keeps what it has heard for half a minute whatever was said.
 */
public final class Dns implements SrvNames, AutoCloseable {
    private static final int QUERY_MILLIS = 2_000;
    private static final int MOST_QUERIES = 8;
    /** Of a name that there is not: calls in plenty must not become questions in plenty. */
    private static final int NEGATIVE_SECONDS = 1;

    private final boolean allAreServices;
    private final EventLoop loop;
    private final DnsNameResolver records;
    private final AddressResolverGroup<InetSocketAddress> addresses;

    public Dns(Vertx vertx, DnsOptions options) {
        allAreServices = options.allAreServices();
        loop = ((VertxInternal) vertx).createEventLoopContext().nettyEventLoop();
        DnsNameResolverBuilder builder = builder((VertxInternal) vertx, options);
        records = builder.copy().eventLoop(loop).build();
        addresses = new DnsAddressResolverGroup(builder) {
            @Override
            protected AddressResolver<InetSocketAddress> newAddressResolver(
                    EventLoop loop, NameResolver<InetAddress> resolver) {
                return new LastGoodAddresses(loop, resolver).asAddressResolver();
            }
        };
    }

    private static DnsNameResolverBuilder builder(VertxInternal vertx, DnsOptions options) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder()
                .datagramChannelFactory(() -> vertx.transport().datagramChannel())
                .socketChannelFactory(() ->
                        (SocketChannel) vertx.transport().channelFactory(false).newChannel())
                .queryTimeoutMillis(QUERY_MILLIS)
                .maxQueriesPerResolve(MOST_QUERIES)
                .completeOncePreferredResolved(true)
                .resolveCache(new DefaultDnsCache(0, Integer.MAX_VALUE, NEGATIVE_SECONDS));
        if (!options.servers().isEmpty()) {
            DnsServerAddresses servers = DnsServerAddresses.sequential(options.servers());
            builder.nameServerProvider(host -> servers.stream());
        }
        return builder;
    }

    /** For connections. */
    public AddressResolverGroup<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Where a connection to a host may lead. */
    public Future<InetSocketAddress> address(String host, int port) {
        Promise<InetSocketAddress> found = Promise.promise();
        addresses
                .getResolver(loop)
                .resolve(InetSocketAddress.createUnresolved(host, port))
                .addListener((FutureListener<InetSocketAddress>) answer -> {
                    if (answer.isSuccess()) found.complete(answer.getNow());
                    else found.fail(answer.cause());
                });
        return found.future();
    }

    @Override
    public boolean isAsked(String host) {
        return host.startsWith("_")
                || allAreServices
                        && HostsFileEntriesResolver.DEFAULT.address(host, ResolvedAddressTypes.IPV4_PREFERRED) == null;
    }

    @Override
    public Future<SrvAnswer> srv(String host) {
        Promise<SrvAnswer> found = Promise.promise();
        records.resolveAll(new DefaultDnsQuestion(host, DnsRecordType.SRV)).addListener((FutureListener<
                        List<DnsRecord>>)
                answer -> {
                    if (answer.isSuccess()) found.complete(read(answer.getNow()));
                    else found.fail(answer.cause());
                });
        return found.future();
    }

    private record Found(int priority, Srv place, long ttl) {}

    private static SrvAnswer read(List<DnsRecord> records) {
        List<Found> all = new ArrayList<>();
        try {
            for (DnsRecord one : records) {
                if (one.type().equals(DnsRecordType.SRV) && one instanceof DnsRawRecord raw) all.add(read(raw));
            }
        } catch (RuntimeException unreadable) {
            return new SrvAnswer(List.of(), 0);
        } finally {
            records.forEach(ReferenceCountUtil::release);
        }
        // A lone dot says that there is decidedly no such service.
        all.removeIf(one -> one.place.host().isEmpty());
        int first = all.stream().mapToInt(Found::priority).min().orElse(0);
        return new SrvAnswer(
                all.stream()
                        .filter(one -> one.priority == first)
                        .map(Found::place)
                        .toList(),
                all.stream().mapToLong(Found::ttl).min().orElse(0));
    }

    private static Found read(DnsRawRecord raw) {
        ByteBuf content = raw.content();
        int priority = content.readUnsignedShort();
        int weight = content.readUnsignedShort();
        int port = content.readUnsignedShort();
        String host = DefaultDnsRecordDecoder.decodeName(content).toLowerCase(Locale.ROOT);
        return new Found(
                priority, new Srv(host.substring(0, host.length() - 1), port, Math.max(1, weight)), raw.timeToLive());
    }

    @Override
    public void close() {
        records.close();
        addresses.close();
    }
}
