package io.gatehouse.cli;

import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.router.Match;
import io.gatehouse.gateway.router.Router;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Routes that no call takes, since others take them all. The gateway's own router is asked, with calls that meet what a route asks for and
 * nothing beyond that, so that a route which asks for more does not count. Of regular expressions only equal ones are looked at.
 */
final class ShadowedRoutes implements LintRule.Look {
    /** What nobody names. */
    private static final String OTHER_METHOD = "X-ANY-OTHER";

    private static final String OTHER_HOST = "any-other.invalid";
    private static final String BELOW = "any-other";

    @Override
    public void at(Overview all, LintRule.Report found) {
        List<Route> routes = all.liveRoutes();
        Router router = new Router(routes, all.services());
        Set<String> methods = routes.stream()
                .flatMap(route -> route.methods() == null ? Stream.empty() : route.methods().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        methods.add(OTHER_METHOD);
        for (Route route : routes) {
            Set<Route> takers = takers(route, router, methods, routes);
            if (!takers.isEmpty())
                found.add(
                        route.id(),
                        null,
                        "every call that it could take goes to " + names(takers)
                                + ": ask for something else in one of them, or take this one out");
        }
    }

    private static String names(Set<Route> routes) {
        return routes.stream()
                .map(route -> Overview.title(route.name(), route.id()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Who takes its calls; nobody if it takes any itself. */
    private static Set<Route> takers(Route route, Router router, Set<String> methods, List<Route> routes) {
        Set<Route> takers = new HashSet<>();
        for (String path : route.paths() == null ? List.of("/" + BELOW) : route.paths()) {
            Set<Route> ofPath = path.startsWith("~") ? twin(route, path, routes) : takers(route, path, router, methods);
            if (ofPath.isEmpty()) return Set.of();
            takers.addAll(ofPath);
        }
        return takers;
    }

    private static Set<Route> takers(Route route, String path, Router router, Set<String> methods) {
        Set<Route> takers = new HashSet<>();
        String below = path + (path.endsWith("/") ? "" : "/") + BELOW;
        for (String host : route.hosts() == null ? List.of(OTHER_HOST) : route.hosts())
            for (String name : route.snis() == null ? List.of("") : route.snis())
                for (String method : route.methods() == null ? methods : route.methods())
                    for (String called : List.of(path, below))
                        for (Map<String, List<String>> headers : headers(route)) {
                            Call call = new Call(method, host.replace("*", BELOW), name, called, headers);
                            Match match = router.match(call);
                            if (match == null || match.route().id().equals(route.id())) return Set.of();
                            takers.add(match.route());
                        }
        return takers;
    }

    /** One call for each value that a header may have. */
    private static List<Map<String, List<String>>> headers(Route route) {
        if (route.headers() == null) return List.of(Map.of());
        int most = route.headers().values().stream().mapToInt(List::size).max().orElse(1);
        List<Map<String, List<String>>> calls = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            Map<String, List<String>> headers = new HashMap<>();
            for (Map.Entry<String, List<String>> header : route.headers().entrySet()) {
                List<String> values = header.getValue();
                headers.put(header.getKey(), List.of(values.get(i % values.size())));
            }
            calls.add(headers);
        }
        return calls;
    }

    /** Another with the same expression that asks for the same otherwise, and comes first. */
    private static Set<Route> twin(Route route, String path, List<Route> routes) {
        return routes.stream()
                .filter(other -> !other.id().equals(route.id()))
                .filter(other -> other.paths() != null && other.paths().contains(path))
                .filter(other -> same(other.hosts(), route.hosts()) && same(other.methods(), route.methods()))
                .filter(other -> same(other.snis(), route.snis()) && Objects.equals(other.headers(), route.headers()))
                .filter(other -> isFirst(other, route))
                .collect(Collectors.toSet());
    }

    private static boolean isFirst(Route other, Route route) {
        int byPriority = other.regexPriority().compareTo(route.regexPriority());
        int byAge = route.createdAt().compareTo(other.createdAt());
        if (byPriority != 0 || byAge != 0) return byPriority > 0 || byPriority == 0 && byAge > 0;
        return other.id().compareTo(route.id()) < 0;
    }

    private static boolean same(List<String> left, List<String> right) {
        return left == null || right == null ? left == right : Set.copyOf(left).equals(Set.copyOf(right));
    }

    /** By TLS, so that names which clients ask for count. */
    private record Call(
            String method, String authority, String serverName, String path, Map<String, List<String>> headers)
            implements Router.Request {

        @Override
        public String scheme() {
            return "https";
        }

        @Override
        public List<String> headerValues(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .flatMap(header -> header.getValue().stream())
                    .toList();
        }
    }
}
