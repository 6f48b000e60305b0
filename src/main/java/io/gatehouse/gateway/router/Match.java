package io.gatehouse.gateway.router;

import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;

/** The route that a request takes, and how its path matched. */
public final class Match {

    private final RouteEntry entry;
    private final String matchedPath;
    private final Captures captures;

    Match(RouteEntry entry, String matchedPath, Captures captures) {
        this.entry = entry;
        this.matchedPath = matchedPath;
        this.captures = captures;
    }

    public Route route() {
        return entry.route();
    }

    /** Null for a route without one. */
    public Service service() {
        return entry.service();
    }

    /** The beginning of the request's path that the route's path stands for; null when the route names no path. */
    public String matchedPath() {
        return matchedPath;
    }

    /** What the path's regular expression caught. */
    public Captures captures() {
        return captures;
    }

    boolean isWorseThan(RouteEntry other) {
        return other.compareTo(entry) < 0;
    }

    boolean isBetterThan(Match other) {
        return other == null || other.isWorseThan(entry);
    }
}
