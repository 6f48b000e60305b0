package io.gatehouse.gateway.router;

import io.gatehouse.gateway.config.HostPattern;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Finds the route that a request takes.
 *
 * <p>Every pair of a route and one of its paths is an entry, and an entry matches only if each criterion that it has (hosts, paths,
 * methods) does. Of those that match the winner is, in this order: the one with more kinds of criteria; with the heavier kinds (hosts,
 * then paths, then methods); behind the best host pattern of the request; whose route has a wildcard with a port, then one with plain
 * hosts only; with a regular expression; with the higher {@code regex_priority}; with the longer plain path; of the older route.
 *
 * <p>The structure follows this order from the outside in, so that what cannot win is not looked at: {@link HostIndex} by host, then
 * {@link HostRoutes} by criteria and rank, then {@link Shelf} by path in a {@link PrefixTree}. Neither plain hosts nor plain paths make
 * a look-up slower by being many.
 */
public final class Router {

    private static final int ALL = RouteEntry.HOSTS + RouteEntry.PATHS + RouteEntry.METHODS;

    /** More kinds before fewer, then heavier before lighter. */
    private static final int[] BEST_CRITERIA_FIRST = {
        ALL,
        RouteEntry.HOSTS + RouteEntry.PATHS,
        RouteEntry.HOSTS + RouteEntry.METHODS,
        RouteEntry.PATHS + RouteEntry.METHODS,
        RouteEntry.HOSTS,
        RouteEntry.PATHS,
        RouteEntry.METHODS
    };

    private final HostIndex hosts;
    private final HostRoutes anyHost;

    /** @param services by id, at least all that the routes refer to */
    public Router(Collection<Route> routes, Map<UUID, Service> services) {
        Map<HostPattern, List<RouteEntry>> byHost = new HashMap<>();
        List<RouteEntry> hostless = new ArrayList<>();
        for (Route route : routes) {
            for (RouteEntry entry : entries(route, services)) {
                entry.hosts()
                        .forEach(host -> byHost.computeIfAbsent(host, any -> new ArrayList<>())
                                .add(entry));
                if (entry.hosts().isEmpty()) {
                    hostless.add(entry);
                }
            }
        }
        Map<HostPattern, HostRoutes> behind = new HashMap<>();
        byHost.forEach((host, entries) -> behind.put(host, new HostRoutes(entries)));
        this.hosts = new HostIndex(behind);
        this.anyHost = new HostRoutes(hostless);
    }

    private static List<RouteEntry> entries(Route route, Map<UUID, Service> services) {
        Service service =
                route.service() == null ? null : services.get(route.service().id());
        List<HostPattern> hosts = route.hosts() == null
                ? List.of()
                : route.hosts().stream().map(HostPattern::of).distinct().toList();
        if (route.paths() == null) {
            return List.of(new RouteEntry(route, service, hosts, null));
        }
        return route.paths().stream()
                .map(path -> new RouteEntry(route, service, hosts, path))
                .toList();
    }

    /**
     * The best match, or null.
     *
     * @param scheme {@code http} or {@code https}
     * @param host with its port, if the client named one; empty for none
     * @param path normalised
     */
    public Match match(String method, String scheme, String host, String path) {
        HostRoutes[] fitting = hosts.find(scheme, host);
        for (int criteria : BEST_CRITERIA_FIRST) {
            Match match = criteria >= RouteEntry.HOSTS
                    ? find(fitting, criteria, method, path)
                    : anyHost.find(criteria, method, path);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** Behind the best host pattern, else the best of what is behind the others. */
    private static Match find(HostRoutes[] fitting, int criteria, String method, String path) {
        Match best = null;
        for (int i = 0; i < fitting.length; i++) {
            Match match = fitting[i].find(criteria, method, path);
            if (match != null && i == 0) {
                return match;
            }
            best = match != null && match.isBetterThan(best) ? match : best;
        }
        return best;
    }
}
