package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.Serving.RoutePath;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.web.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The ways into a version that a publisher sees: routes with one path each and no other condition but methods. What operators
 * route to the service beyond that is theirs, and stays.
 */
final class ServedRoutes {
    private final ConfigRows rows;

    ServedRoutes(ConfigRows rows) {
        this.rows = rows;
    }

    /** What stands in front of the paths of the spec; empty for a version that is served at the root. */
    static String basePath(List<RoutePath> routes) {
        return routes.isEmpty() ? "" : routes.get(0).path().replaceAll("/+$", "");
    }

    List<RoutePath> of(UUID serviceId) {
        return simple(serviceId).stream()
                .map(route -> new RoutePath(path(route), texts(route.body().path("methods"))))
                .toList();
    }

    Map<UUID, List<RoutePath>> byService() {
        Map<UUID, List<RoutePath>> routes = new HashMap<>();
        for (Stored route : rows.all(Kind.ROUTES))
            if (isSimple(route) && route.body().hasNonNull("service"))
                routes.computeIfAbsent(
                                UUID.fromString(
                                        route.body().path("service").path("id").asText()),
                                service -> new ArrayList<>())
                        .add(routePath(route));
        return routes;
    }

    /** A route whose path stays keeps its id, and with it its plugins. */
    void put(ConfigChange change, UUID versionId, UUID serviceId, String serviceName, List<RoutePath> wanted) {
        check(serviceId, wanted);
        Map<String, Stored> before = new LinkedHashMap<>();
        for (Stored route : simple(serviceId)) before.put(path(route), route);
        for (RoutePath route : wanted) {
            Stored old = before.remove(route.path());
            UUID id = old == null ? Ids.of("route", versionId, route.path()) : old.id();
            change.put(Kind.ROUTES, id, document(old, serviceId, serviceName, route));
        }
        before.values().forEach(route -> change.delete(Kind.ROUTES, route.id()));
    }

    private ObjectNode document(Stored old, UUID serviceId, String serviceName, RoutePath route) {
        ObjectNode document =
                old == null ? fresh(serviceName, route) : old.body().deepCopy();
        document.putObject("service").put("id", serviceId.toString());
        document.putArray("paths").add(route.path());
        ArrayNode methods = document.putArray("methods");
        route.methods().forEach(methods::add);
        if (methods.isEmpty()) document.putNull("methods");
        return document;
    }

    /** Named after service and path, unless that name is in use. */
    private ObjectNode fresh(String serviceName, RoutePath route) {
        String path = route.path().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        String name = path.isEmpty() || path.equals(serviceName) ? serviceName : serviceName + "-" + path;
        ObjectNode document = Derived.mark(JsonNodeFactory.instance.objectNode());
        return rows.byName(Kind.ROUTES, name).isPresent() ? document : document.put("name", name);
    }

    /** @param serviceId null for one that is not there yet */
    void check(UUID serviceId, List<RoutePath> wanted) {
        if (wanted.isEmpty()) throw new Refused("routes", "Give at least one path, such as “/weather”.");
        Set<String> paths = new HashSet<>();
        List<Stored> others = rows.all(Kind.ROUTES).stream()
                .filter(route ->
                        !route.body().path("service").path("id").asText("").equals(String.valueOf(serviceId)))
                .toList();
        for (RoutePath route : wanted) {
            if (!paths.add(route.path()))
                throw new Refused("routes", "The path “" + route.path() + "” is there twice.");
            others.stream().filter(other -> collides(other, route)).findFirst().ifPresent(other -> {
                throw new Refused(
                        "routes",
                        "The path “" + route.path() + "” leads to " + owner(other) + " already. Choose another path.");
            });
        }
    }

    private String owner(Stored route) {
        String service = route.body().path("service").path("id").asText(null);
        return service == null
                ? "the route " + route.name()
                : rows.byId(Kind.SERVICES, UUID.fromString(service))
                        .map(stored -> "the service “" + stored.name() + "”")
                        .orElse("another service");
    }

    /** The same path for the same methods, on every host. */
    private static boolean collides(Stored other, RoutePath route) {
        List<String> methods = texts(other.body().path("methods"));
        return !other.body().hasNonNull("hosts")
                && texts(other.body().path("paths")).contains(route.path())
                && (methods.isEmpty()
                        || route.methods().isEmpty()
                        || methods.stream().anyMatch(route.methods()::contains));
    }

    private List<Stored> simple(UUID serviceId) {
        return rows.pointingAt(Kind.ROUTES, "service", serviceId).stream()
                .filter(ServedRoutes::isSimple)
                .toList();
    }

    private static boolean isSimple(Stored route) {
        return route.body().path("paths").size() == 1 && !route.body().hasNonNull("hosts");
    }

    private static RoutePath routePath(Stored route) {
        return new RoutePath(path(route), texts(route.body().path("methods")));
    }

    private static String path(Stored route) {
        return route.body().path("paths").path(0).asText();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
