package io.gatehouse.kongfiles;

import io.gatehouse.gateway.redis.TestRedis;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Leads whatever a gateway connects to back to this machine, so that a configuration can be served as it stands: every name that it
 * holds has an address of its own on the loopback, and every port is exchanged for one that the test listens on.
 */
final class Detour extends JDKTransport {
    private static final String OWN = "127.77.";
    private static final int REDIS = 6379;

    private final int port;

    private Detour(int port) {
        this.port = port;
    }

    /** The address of each name. */
    static Map<String, String> addresses(SortedSet<String> names) {
        List<String> all = new ArrayList<>(names);
        return IntStream.range(0, all.size())
                .boxed()
                .collect(Collectors.toMap(all::get, i -> OWN + i / 250 + "." + (1 + i % 250)));
    }

    /** @param port to connect to in place of any that is asked for, but Redis's */
    static Vertx vertx(Map<String, String> addresses, int port) {
        StringBuilder hosts = new StringBuilder();
        addresses.forEach((name, address) ->
                hosts.append(address).append(' ').append(name).append('\n'));
        VertxOptions options = new VertxOptions()
                .setAddressResolverOptions(new AddressResolverOptions().setHostsValue(Buffer.buffer(hosts.toString())));
        return new VertxBuilder(options).findTransport(new Detour(port)).init().vertx();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return () -> new NioSocketChannel() {
            @Override
            protected boolean doConnect(SocketAddress remote, SocketAddress local) throws Exception {
                InetSocketAddress asked = (InetSocketAddress) remote;
                boolean isNamed = asked.getAddress().getHostAddress().startsWith(OWN) && asked.getPort() != REDIS;
                InetAddress address = isNamed ? asked.getAddress() : InetAddress.getByName("127.0.0.1");
                int other = asked.getPort() == REDIS ? TestRedis.sharedPort() : port;
                return super.doConnect(new InetSocketAddress(address, other), local);
            }
        };
    }
}
