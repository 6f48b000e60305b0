package io.gatehouse.gateway.node;

import io.gatehouse.gateway.dns.DnsOptions;
import io.gatehouse.gateway.proxy.Dialect;
import io.gatehouse.gateway.proxy.Limits;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a node is set up.
 *
 * @param port 0 for a free one
 * @param tlsPort for https, 0 for a free one; empty for no https
 * @param eventLoops that share the port
 * @param trustedProxies addresses and CIDR blocks whose X-Forwarded-* headers are believed
 */
public record NodeOptions(
        String address,
        int port,
        OptionalInt tlsPort,
        int eventLoops,
        List<String> trustedProxies,
        Limits limits,
        Dialect dialect,
        DnsOptions dns) {

    /** No https, an event loop per core, the dialect's limits, and nobody trusted. */
    public static NodeOptions on(String address, int port, Dialect dialect) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new NodeOptions(
                address, port, OptionalInt.empty(), cores, List.of(), dialect.limits(), dialect, DnsOptions.USUAL);
    }

    public NodeOptions withTrustedProxies(List<String> addresses) {
        return new NodeOptions(address, port, tlsPort, eventLoops, addresses, limits, dialect, dns);
    }

    public NodeOptions withLimits(Limits limits) {
        return new NodeOptions(address, port, tlsPort, eventLoops, trustedProxies, limits, dialect, dns);
    }

    public NodeOptions withTlsPort(OptionalInt some) {
        return new NodeOptions(address, port, some, eventLoops, trustedProxies, limits, dialect, dns);
    }

    public NodeOptions withDns(DnsOptions dns) {
        return new NodeOptions(address, port, tlsPort, eventLoops, trustedProxies, limits, dialect, dns);
    }
}
