package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.balancer.Balancer;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.plugin.PluginChain;
import io.gatehouse.gateway.router.Captures;
import io.gatehouse.gateway.tls.TlsOfServices;

/**
 * What a snapshot says about a request.
 *
 * @param service null for a route without one
 * @param balancer null where the service has an address of its own
 * @param upstreamPath null for a route without service
 * @param strippedPrefix null when nothing was taken off the path
 */
public record Matched(
        Route route,
        Service service,
        Balancer balancer,
        TlsOfServices tls,
        PluginChain chain,
        String upstreamPath,
        String strippedPrefix,
        Captures captures) {

    /** What the route's regular expression caught, by name or number; null if there is no such capture. */
    public String uriCapture(String nameOrNumber) {
        return captures.get(nameOrNumber);
    }
}
