package io.gatehouse.web;

import io.gatehouse.settings.Settings;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Where a request comes from when load balancers stand in front. Anybody can write the header; only those in the settings are believed. */
@Singleton
public class ClientAddress {
    private static final String CLIENT = "gatehouse.client";
    private static final int BEFORE_EVERYTHING = -10_000;

    private final List<IpSubnetFilterRule> trusted;

    @Inject
    ClientAddress(Settings settings) {
        this(settings.portal().trustedProxies().orElse(List.of()));
    }

    ClientAddress(List<String> trusted) {
        this.trusted = trusted.stream().map(ClientAddress::block).toList();
    }

    public static String of(RoutingContext context) {
        String client = context.get(CLIENT);
        return client == null ? peer(context) : client;
    }

    void install(@Observes Router router) {
        if (trusted.isEmpty()) return;
        router.route().order(BEFORE_EVERYTHING).handler(context -> {
            context.put(
                    CLIENT, client(peer(context), context.request().headers().getAll("X-Forwarded-For")));
            context.next();
        });
    }

    /** From the right, the first that is no trusted proxy; what stands left of it, anybody may have written. */
    String client(String peer, List<String> forwardedFor) {
        String client = peer;
        String[] hops = String.join(",", forwardedFor).split(",");
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            String hop = hops[i].strip();
            if (NetUtil.createInetAddressFromIpAddressString(hop) == null) break;
            client = hop;
        }
        return client;
    }

    private boolean isTrusted(String address) {
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        return parsed != null && trusted.stream().anyMatch(block -> block.matches(new InetSocketAddress(parsed, 0)));
    }

    private static IpSubnetFilterRule block(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(parts[0]);
        if (address == null || parts.length == 2 && !parts[1].matches("[0-9]{1,3}"))
            throw new IllegalArgumentException(
                    "gatehouse.portal.trusted-proxies: “" + text + "” is no address and no block such as 10.0.0.0/8");
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : address.getAddress().length * Byte.SIZE;
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }

    private static String peer(RoutingContext context) {
        return context.request().remoteAddress().hostAddress();
    }
}
