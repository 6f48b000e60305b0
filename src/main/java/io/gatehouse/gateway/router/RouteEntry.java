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
    static final int HOSTS = 16;

    static final int HEADERS = 8;
    static final int PATHS = 4;
    static final int METHODS = 2;
    static final int SNIS = 1;

    /** What ranks a route by its hosts, as bits. */
    private static final int WILDCARD_WITH_PORT = 2;

    private static final int ONLY_PLAIN_HOSTS = 1;

    private static final HeaderCriterion[] NO_HEADERS = {};

    /** Among entries with the same criteria, as far as these match: the best first. */
    private static final Comparator<RouteEntry> BEST_FIRST = Comparator.<RouteEntry>comparingInt(entry -> -entry.rank())
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
    private final HeaderCriterion[] headers;
    private final List<String> snis;
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
        this.headers = headers(route);
        this.snis = route.snis() == null
                ? null
                : route.snis().stream().map(RouteEntry::withoutDot).toList();
        this.hostRank = hostRank(hosts);
        this.plainMatch = isRegex ? null : new Match(this, path, Captures.NONE);
    }

    private static HeaderCriterion[] headers(Route route) {
        return route.headers() == null
                ? NO_HEADERS
                : route.headers().entrySet().stream()
                        .map(header -> HeaderCriterion.of(header.getKey(), header.getValue()))
                        .toArray(HeaderCriterion[]::new);
    }

    /** A dot at its end says that a name is complete, which one that a client asks for always is. */
    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
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
                + (headers.length == 0 ? 0 : HEADERS)
                + (path == null && regex == null ? 0 : PATHS)
                + (methods == null ? 0 : METHODS)
                + (snis == null ? 0 : SNIS);
    }

    /** The higher one wins, before anything is asked about the length of paths: by hosts, regular expression, number of headers. */
    int rank() {
        return (hostRank * 2 + (regex == null ? 0 : 1)) * 256 + Math.min(headers.length, 255);
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

    /** Whether all that it asks for beside host and path is there. */
    boolean takes(Router.Request request) {
        if (methods != null && !takes(request.method())) {
            return false;
        }
        for (HeaderCriterion header : headers) {
            if (!header.isMetBy(request)) {
                return false;
            }
        }
        return snis == null || takesServerName(request.serverName());
    }

    /** @param asked null of a client without TLS, which has no way to ask for one */
    private boolean takesServerName(String asked) {
        return asked == null || snis.stream().anyMatch(asked::equalsIgnoreCase);
    }

    private boolean takes(String method) {
        for (String taken : methods) {
            if (taken.equals(method)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it takes nothing that the other one does not take. */
    boolean isShadowedBy(RouteEntry other) {
        if (other.headers.length > 0 || other.snis != null) {
            return false;
        }
        if (methods == null || other.methods == null) {
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
