package io.gatehouse.gateway.metrics;

import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one route. What it is called is looked up when somebody asks, not when it is counted. */
final class RouteSeries {
    private static final int MOST_CALLERS = 1_000;
    private static final String OTHERS = "other";

    final Tally calls = new Tally();
    final LongAdder ingress = new LongAdder();
    final LongAdder egress = new LongAdder();
    final Histogram gateway = new Histogram(1, 2, 5, 7, 10, 15, 20, 30, 50, 75, 100, 200, 500, 750, 1_000);
    final Histogram upstream = whole();
    final Histogram whole = whole();
    final Map<String, Tally> byConsumer = new ConcurrentHashMap<>();
    final Map<String, Tally> byGroup = new ConcurrentHashMap<>();
    private volatile Route route;
    private volatile Service service;

    private static Histogram whole() {
        return new Histogram(25, 50, 80, 100, 250, 400, 700, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000);
    }

    /** As it is called now. Null for everything that has no series of its own. */
    void isOf(Route route, Service service) {
        // Compared first, as all event loops read these and almost none has to write them.
        if (this.route != route) this.route = route;
        if (this.service != service) this.service = service;
    }

    /** The counter for a caller or a group; one for all those beyond a number that nobody could look at. */
    static Tally of(Map<String, Tally> tallies, String name) {
        Tally known = tallies.get(name);
        if (known != null) return known;
        return tallies.computeIfAbsent(tallies.size() < MOST_CALLERS ? name : OTHERS, made -> new Tally());
    }

    String routeName() {
        Route of = route;
        if (of == null) return "";
        return of.name() == null ? of.id().toString() : of.name();
    }

    String serviceName() {
        Service of = service;
        if (of == null) return "";
        return of.name() == null ? of.host() : of.name();
    }
}
