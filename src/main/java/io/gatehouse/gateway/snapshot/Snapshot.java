package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.balancer.Balancer;
import io.gatehouse.gateway.balancer.Balancers;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.plugin.PluginChain;
import io.gatehouse.gateway.router.Match;
import io.gatehouse.gateway.router.Router;
import io.gatehouse.gateway.router.UpstreamPath;
import io.gatehouse.gateway.tls.Certificates;
import io.gatehouse.gateway.tls.TlsOfServices;
import java.util.Map;
import java.util.UUID;

/** A compiled topology. Immutable, and swapped whole: a request keeps the one that it started with. */
public final class Snapshot {

    private final String version;
    private final Router router;
    private final Map<UUID, Chains> chains;
    private final Chains unmatched;
    private final Balancers balancers;
    private final Certificates certificates;
    private final TlsOfServices tls;

    /** @param chains by the id of the route */
    Snapshot(
            String version,
            Router router,
            Map<UUID, Chains> chains,
            Chains unmatched,
            Balancers balancers,
            Certificates certificates,
            TlsOfServices tls) {
        this.version = version;
        this.router = router;
        this.chains = chains;
        this.unmatched = unmatched;
        this.balancers = balancers;
        this.certificates = certificates;
        this.tls = tls;
    }

    public Balancers balancers() {
        return balancers;
    }

    public Certificates certificates() {
        return certificates;
    }

    public TlsOfServices tls() {
        return tls;
    }

    /** Changes whenever the topology does. */
    public String version() {
        return version;
    }

    /** What to do with a request, or null if no route takes it. */
    public Matched route(Router.Request request) {
        Match match = router.match(request);
        if (match == null) {
            return null;
        }
        Route route = match.route();
        Service service = match.service();
        String upstreamPath = service == null ? null : UpstreamPath.of(match, request.path());
        Balancer balancer = service == null ? null : balancers.of(service);
        String stripped = route.stripPath() && !"/".equals(match.matchedPath()) ? match.matchedPath() : null;
        PluginChain chain = chains.get(route.id()).of(request.scheme());
        return new Matched(route, service, balancer, tls, chain, upstreamPath, stripped, match.captures());
    }

    /** For requests that no route takes: the plugins that are switched on for everything. */
    public PluginChain unmatched(String scheme) {
        return unmatched.of(scheme);
    }

    /** A plugin may be switched on for one scheme only; mostly both chains are the same object. */
    record Chains(PluginChain http, PluginChain https) {
        PluginChain of(String scheme) {
            return scheme.equals("https") ? https : http;
        }
    }
}
