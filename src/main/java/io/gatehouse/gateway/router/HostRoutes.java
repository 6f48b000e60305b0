package io.gatehouse.gateway.router;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All entries behind one host pattern, or behind none. */
final class HostRoutes {

    static final HostRoutes[] NONE = {};

    /** This one alone: the answer for most hosts, made once. */
    final HostRoutes[] alone = {this};

    /** By criteria beside the host; in each the shelves from the highest rank down. */
    private final Shelf[][] shelves = new Shelf[RouteEntry.HOSTS][];

    HostRoutes(List<RouteEntry> entries) {
        Map<Integer, List<RouteEntry>> byCriteria =
                entries.stream().collect(Collectors.groupingBy(RouteEntry::criteria));
        byCriteria.forEach((criteria, same) -> shelves[besideHost(criteria)] = shelves(same));
    }

    private static Shelf[] shelves(List<RouteEntry> entries) {
        Map<Integer, List<RouteEntry>> byRank = entries.stream()
                .collect(Collectors.groupingBy(entry -> -entry.rank(), TreeMap::new, Collectors.toList()));
        return byRank.values().stream().map(Shelf::new).toArray(Shelf[]::new);
    }

    private static int besideHost(int criteria) {
        return criteria & (RouteEntry.HOSTS - 1);
    }

    /** The best match among the entries with exactly these criteria, or null. */
    Match find(int criteria, Router.Request request) {
        Shelf[] ranked = shelves[besideHost(criteria)];
        Match match = null;
        for (int i = 0; ranked != null && match == null && i < ranked.length; i++) {
            match = ranked[i].find(request);
        }
        return match;
    }
}
