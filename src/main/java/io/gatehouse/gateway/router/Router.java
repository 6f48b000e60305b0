package io.gatehouse.gateway.router;

import io.gatehouse.gateway.config.HostPattern;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Finds the route that a request takes.
 *
 * <p>Every pair of a route and one of its paths is an entry, and an entry matches only if each criterion that it has (hosts, headers,
 * paths, methods, SNIs) does. Of those that match the winner is, in this order: the one with more kinds of criteria; with the heavier
 * kinds (as they stand here); behind the best host pattern of the request; whose route has a wildcard with a port, then one with plain
 * hosts only; with a regular expression; with more headers; with the higher {@code regex_priority}; with the longer plain path; of the
 * older route.
 *
 * <p>The structure follows this order from the outside in, so that what cannot win is not looked at: {@link HostIndex} by host, then
 * {@link HostRoutes} by criteria and rank, then {@link Shelf} by path in a {@link PrefixTree}. Neither plain hosts nor plain paths make
 * a look-up slower by being many.
 */
public final class Router {

    /** More kinds before fewer, then heavier before lighter. */
    private static final Comparator<Integer> BEST_CRITERIA_FIRST = Comparator.<Integer>comparingInt(Integer::bitCount)
            .thenComparing(Comparator.naturalOrder())
            .reversed();

    /** Those that any entry has, the best first. */
    private final int[] criteria;

    private final HostIndex hosts;
    private final HostRoutes anyHost;

    /** @param services by id, at least all that the routes refer to */
    public Router(Collection<Route> routes, Map<UUID, Service> services) {
        Map<HostPattern, List<RouteEntry>> byHost = new HashMap<>();
        List<RouteEntry> hostless = new ArrayList<>();
        Set<Integer> found = new TreeSet<>(BEST_CRITERIA_FIRST);
        for (Route route : routes) {
            for (RouteEntry entry : entries(route, services)) {
                found.add(entry.criteria());
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
        this.criteria = found.stream().mapToInt(Integer::intValue).toArray();
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

    /** The best match, or null. */
    public Match match(Request request) {
        HostRoutes[] fitting = hosts.find(request.scheme(), request.authority());
        for (int same : criteria) {
            Match match = same >= RouteEntry.HOSTS ? find(fitting, same, request) : anyHost.find(same, request);
            if (match != null) {
                return match;
            }
        }
        return null;
    }

    /** Behind the best host pattern, else the best of what is behind the others. */
    private static Match find(HostRoutes[] fitting, int criteria, Request request) {
        Match best = null;
        for (int i = 0; i < fitting.length; i++) {
            Match match = fitting[i].find(criteria, request);
            if (match != null && i == 0) {
                return match;
            }
            best = match != null && match.isBetterThan(best) ? match : best;
        }
        return best;
    }

    /** What routes are chosen by. */
    public interface Request {

        String method();

        /** {@code http} or {@code https} */
        String scheme();

        /** The host with its port, if the client named one; empty for none. */
        String authority();

        /** Normalised. */
        String path();

        /** The values of all header fields of this name, whatever its case. */
        List<String> headerValues(String name);

        /** What a client of TLS asked for, empty for nothing; null of a client without TLS. */
        String serverName();

        /** One without headers and TLS. */
        static Request of(String method, String scheme, String authority, String path) {
            return of(method, scheme, authority, path, Map.of());
        }

        /** One without TLS. */
        static Request of(
                String method, String scheme, String authority, String path, Map<String, List<String>> headers) {
            Map<String, List<String>> inAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            inAnyCase.putAll(headers);
            return new Plain(method, scheme, authority, path, inAnyCase);
        }
    }

    private record Plain(String method, String scheme, String authority, String path, Map<String, List<String>> headers)
            implements Request {

        @Override
        public List<String> headerValues(String name) {
            return headers.getOrDefault(name, List.of());
        }

        @Override
        public String serverName() {
            return null;
        }
    }
}
