package io.gatehouse.gateway.node;

import io.gatehouse.gateway.proxy.Limits;
import java.util.List;

/**
 * How a node is set up.
 *
 * @param port 0 for a free one
 * @param eventLoops that share the port
 * @param trustedProxies addresses and CIDR blocks whose X-Forwarded-* headers are believed
 * @param version told to clients in Server and Via
 */
public record NodeOptions(
        String address, int port, int eventLoops, List<String> trustedProxies, Limits limits, String version) {

    /** An event loop per core, the usual limits, and nobody trusted. */
    public static NodeOptions on(String address, int port, String version) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new NodeOptions(address, port, cores, List.of(), Limits.DEFAULT, version);
    }

    public NodeOptions withTrustedProxies(List<String> addresses) {
        return new NodeOptions(address, port, eventLoops, addresses, limits, version);
    }

    public NodeOptions withLimits(Limits limits) {
        return new NodeOptions(address, port, eventLoops, trustedProxies, limits, version);
    }
}
