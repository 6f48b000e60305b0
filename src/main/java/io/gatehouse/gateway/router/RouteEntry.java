package io.gatehouse.gateway.router;

import io.gatehouse.gateway.config.HostPattern;
import io.gatehouse.gateway.config.HostPattern.Form;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.util.Comparator;
import java.util.List;

/** One route by one of its paths: a route with three paths is three entries, each with a rank of its own. */
final class RouteEntry implements Comparable<RouteEntry> {

    /** Criteria that a route may have, as bits; the heavier one decides between routes with as many criteria. */
    static final int HOSTS = 4;

    static final int PATHS = 2;
    static final int METHODS = 1;

    /** What ranks a route by its hosts, as bits. */
    private static final int WILDCARD_WITH_PORT = 2;

    private static final int ONLY_PLAIN_HOSTS = 1;

    /** Among entries with the same criteria, as far as these match: the best first. */
    private static final Comparator<RouteEntry> BEST_FIRST = Comparator.<RouteEntry>comparingInt(
                    entry -> -entry.hostRank)
            .thenComparingInt(entry -> entry.regex == null ? 1 : 0)
            .thenComparingInt(entry -> entry.regex == null ? 0 : -entry.route.regexPriority())
            .thenComparingInt(entry -> -entry.plainLength())
            .thenComparingLong(entry -> entry.route.createdAt() == null ? Long.MAX_VALUE : entry.route.createdAt())
            // So that two nodes decide alike where nothing else decides.
            .thenComparing(entry -> entry.route.id());

    private final Route route;
    private final Service service;
    private final List<HostPattern> hosts;
    private final String path;
    private final PathRegex regex;
    private final String[] methods;
    private final int hostRank;
    private final Match plainMatch;

    /** @param path one of the route's, null if it has none */
    RouteEntry(Route route, Service service, List<HostPattern> hosts, String path) {
        this.route = route;
        this.service = service;
        this.hosts = hosts;
        boolean isRegex = path != null && path.startsWith("~");
        this.path = isRegex ? null : path;
        this.regex = isRegex ? PathRegex.compile(path.substring(1)) : null;
        this.methods = route.methods() == null ? null : route.methods().toArray(String[]::new);
        this.hostRank = hostRank(hosts);
        this.plainMatch = isRegex ? null : new Match(this, path, Captures.NONE);
    }

    private static int hostRank(List<HostPattern> hosts) {
        boolean portOnWildcard = hosts.stream().anyMatch(host -> host.form() != Form.PLAIN && host.port() != 0);
        boolean onlyPlain = !hosts.isEmpty() && hosts.stream().allMatch(host -> host.form() == Form.PLAIN);
        return (portOnWildcard ? WILDCARD_WITH_PORT : 0) + (onlyPlain ? ONLY_PLAIN_HOSTS : 0);
    }

    Route route() {
        return route;
    }

    Service service() {
        return service;
    }

    List<HostPattern> hosts() {
        return hosts;
    }

    /** Which criteria it has. */
    int criteria() {
        return (hosts.isEmpty() ? 0 : HOSTS)
                + (path == null && regex == null ? 0 : PATHS)
                + (methods == null ? 0 : METHODS);
    }

    int hostRank() {
        return hostRank;
    }

    boolean isRegex() {
        return regex != null;
    }

    /** What a request's path has to begin with; empty for an entry without path. */
    String start() {
        if (regex != null) {
            return regex.start();
        }
        return path == null ? "" : path;
    }

    boolean takes(String method) {
        if (methods == null) {
            return true;
        }
        for (String taken : methods) {
            if (taken.equals(method)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it takes nothing that the other one does not take. */
    boolean isShadowedBy(RouteEntry other) {
        if (methods == null) {
            return other.methods == null;
        }
        for (String method : methods) {
            if (!other.takes(method)) {
                return false;
            }
        }
        return true;
    }

    /** For a path that begins with {@link #start}; null if the rest of a regular expression does not match. */
    Match match(String requestPath) {
        if (regex == null) {
            return plainMatch;
        }
        Captures captures = regex.match(requestPath);
        return captures == null ? null : new Match(this, captures.whole(), captures);
    }

    private int plainLength() {
        return path == null ? 0 : path.length();
    }

    @Override
    public int compareTo(RouteEntry other) {
        return BEST_FIRST.compare(this, other);
    }
}
