package io.gatehouse.gateway.router;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Routers made of routes in YAML. Each route is a line; it is named by its first word, and is younger than those above it. */
final class Routes {

    private static final ObjectMapper YAML = new YAMLMapper();

    private Routes() {}

    static Router router(String lines) {
        List<Route> routes = new ArrayList<>();
        for (String line : lines.strip().split("\n")) {
            String[] nameAndFields = line.strip().split(" +", 2);
            routes.add(route(nameAndFields[0], nameAndFields[1], routes.size()));
        }
        return new Router(routes, Map.of());
    }

    static Router router(Route route, Service service) {
        return new Router(List.of(route), Map.of(service.id(), service));
    }

    static Route route(String name, String fields, int age) {
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return read(Kind.ROUTES, "{id: " + id + ", name: " + name + ", created_at: " + age + ", " + fields + "}");
    }

    static <E extends Record> E read(Kind<E> kind, String yaml) {
        try {
            var reading = kind.read(YAML.readTree(yaml));
            return reading.entity().orElseThrow(() -> new IllegalArgumentException(reading.problems() + " in " + yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
