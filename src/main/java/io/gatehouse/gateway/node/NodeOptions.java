package io.gatehouse.gateway.node;

import io.gatehouse.gateway.proxy.Dialect;
import io.gatehouse.gateway.proxy.Limits;
import java.util.List;

/**
 * How a node is set up.
 *
 * @param port 0 for a free one
 * @param eventLoops that share the port
 * @param trustedProxies addresses and CIDR blocks whose X-Forwarded-* headers are believed
 */
public record NodeOptions(
        String address, int port, int eventLoops, List<String> trustedProxies, Limits limits, Dialect dialect) {

    /** An event loop per core, the dialect's limits, and nobody trusted. */
    public static NodeOptions on(String address, int port, Dialect dialect) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new NodeOptions(address, port, cores, List.of(), dialect.limits(), dialect);
    }

    public NodeOptions withTrustedProxies(List<String> addresses) {
        return new NodeOptions(address, port, eventLoops, addresses, limits, dialect);
    }

    public NodeOptions withLimits(Limits limits) {
        return new NodeOptions(address, port, eventLoops, trustedProxies, limits, dialect);
    }
}
