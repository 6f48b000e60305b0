package io.gatehouse.console;

import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.router.Match;
import io.gatehouse.gateway.router.Router;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which calls change hands between routes and others: the gateway's own router is asked, once with the routes and once without. */
final class Overlaps {
    /** What becomes of the calls that both could take. */
    enum Way {
        /** The other route takes them before these. */
        LOST,
        /** These take them from the other route. */
        TAKEN,
        /** They begin like a path of these, and still go to the other route. */
        KEPT
    }

    /**
     * @param calls beginnings of paths, with the method where it matters and the headers that the routes ask for
     */
    public record Overlap(Way way, Named other, Set<String> calls) {
        /** For templates. */
        public String kind() {
            return way.name();
        }

        public boolean isHarmless() {
            return way == Way.KEPT;
        }
    }

    private final List<Route> others;
    private final Set<UUID> own;
    private final Router before;
    private final Router after;
    private final Map<Way, Map<Route, Set<String>>> found = new EnumMap<>(Way.class);

    private Overlaps(Collection<Route> routes, Landscape around) {
        own = routes.stream().map(Route::id).collect(Collectors.toSet());
        Map<UUID, Service> services = around.services().values().stream()
                .filter(Service::enabled)
                .collect(Collectors.toMap(Service::id, service -> service));
        others = around.routes().values().stream()
                .filter(route -> !own.contains(route.id()))
                .filter(route -> route.service() == null
                        || services.containsKey(route.service().id()))
                .toList();
        List<Route> all = new ArrayList<>(others);
        all.addAll(routes);
        before = new Router(others, services);
        after = new Router(all, services);
    }

    /** Of routes that are stored, or would be. */
    static List<Overlap> of(Collection<Route> routes, Landscape around) {
        try {
            Overlaps overlaps = new Overlaps(routes, around);
            routes.forEach(overlaps::look);
            return overlaps.told();
        } catch (IllegalArgumentException brokenExpression) {
            return List.of();
        }
    }

    /** A route that takes exactly the same calls as this one by one of its paths, so that one of the two would never be asked. */
    static Optional<Route> twin(Route route, Landscape around) {
        return around.routes().values().stream()
                .filter(other -> !other.id().equals(route.id()))
                .filter(other -> same(other.hosts(), route.hosts()) && same(other.methods(), route.methods()))
                .filter(other -> same(other.protocols(), route.protocols()) && same(other.snis(), route.snis()))
                .filter(other -> Objects.equals(other.headers(), route.headers()))
                .filter(other -> Objects.equals(other.regexPriority(), route.regexPriority()))
                .filter(other -> route.paths() == null
                        ? other.paths() == null
                        : other.paths() != null && other.paths().stream().anyMatch(route.paths()::contains))
                .findFirst();
    }

    private static boolean same(List<String> left, List<String> right) {
        return Objects.equals(
                left == null ? null : Set.copyOf(new TreeSet<>(left)),
                right == null ? null : Set.copyOf(new TreeSet<>(right)));
    }

    private void look(Route route) {
        for (String path : plain(route)) {
            probe(route, path, true);
            String below = path.endsWith("/") ? path : path + "/";
            others.stream()
                    .flatMap(other -> plain(other).stream())
                    .filter(other -> other.startsWith(below) && !other.equals(path))
                    .forEach(other -> probe(route, other, false));
        }
    }

    private static List<String> plain(Route route) {
        return route.paths() == null
                ? List.of()
                : route.paths().stream().filter(path -> path.startsWith("/")).toList();
    }

    /** @param isOwn whether the path is the route's, and not another's below it */
    private void probe(Route route, String path, boolean isOwn) {
        for (String host : route.hosts() == null ? List.of("") : route.hosts())
            for (String method : methods(route)) {
                String name = host.replace("*", "x");
                Router.Request call = Router.Request.of(method, "http", name, path, headers(route));
                Match was = before.match(call);
                Match now = after.match(call);
                if (was == null || now == null) continue;
                boolean takes = own.contains(now.route().id());
                Way way = takes ? Way.TAKEN : isOwn ? Way.LOST : Way.KEPT;
                boolean byMethod = was.route().methods() != null || route.methods() != null;
                String with = headers(route).isEmpty()
                        ? ""
                        : " with " + String.join(", ", headers(route).keySet());
                add(way, was.route(), (byMethod ? method + " " + path : path) + with);
            }
    }

    /** With every value that the route takes, so that none is missing. */
    private static Map<String, List<String>> headers(Route route) {
        return route.headers() == null ? Map.of() : route.headers();
    }

    /** Those that somebody asks for by name; one for all others. */
    private Set<String> methods(Route route) {
        if (route.methods() != null) return Set.copyOf(route.methods());
        Set<String> methods = new TreeSet<>(Set.of("GET"));
        others.stream()
                .flatMap(other -> other.methods() == null ? Stream.empty() : other.methods().stream())
                .forEach(methods::add);
        return methods;
    }

    private void add(Way way, Route other, String calls) {
        found.computeIfAbsent(way, first -> new LinkedHashMap<>())
                .computeIfAbsent(other, first -> new LinkedHashSet<>())
                .add(calls);
    }

    private List<Overlap> told() {
        return found.entrySet().stream()
                .flatMap(byRoute -> byRoute.getValue().entrySet().stream()
                        .map(entry -> new Overlap(
                                byRoute.getKey(),
                                new Named(entry.getKey().id(), Landscape.title(entry.getKey())),
                                entry.getValue())))
                .toList();
    }
}
