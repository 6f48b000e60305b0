package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.document.LoadedConfig;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A whole configuration, for rules that look at how its parts go together. */
final class Overview {
    private final DocumentReading reading;
    private final LoadedConfig config;
    private final Map<UUID, Service> services;
    /** How many nodes serve it. */
    private final int nodes;

    Overview(DocumentReading reading, int nodes) {
        this.reading = reading;
        this.config = reading.config().orElseThrow();
        this.nodes = nodes;
        this.services = all(Kind.SERVICES).collect(Collectors.toMap(Service::id, Function.identity()));
    }

    <E extends Record> Stream<E> all(Kind<E> kind) {
        return config.of(kind).stream().map(kind.type()::cast);
    }

    int nodes() {
        return nodes;
    }

    /** Of a route or a plugin; null for none. */
    Service service(Ref reference) {
        return reference == null ? null : services.get(reference.id());
    }

    /** Those that take calls: their service is on. */
    List<Route> liveRoutes() {
        return all(Kind.ROUTES)
                .filter(route ->
                        route.service() == null || service(route.service()).enabled())
                .toList();
    }

    Map<UUID, Service> services() {
        return services;
    }

    /** The plugins that are on for whoever calls this route; of several of one name the one that is meant most for it. */
    Collection<PluginConfig> pluginsOf(Route route) {
        return all(Kind.PLUGINS)
                .filter(PluginConfig::enabled)
                .filter(plugin -> plugin.consumer() == null && plugin.consumerGroup() == null)
                .filter(plugin -> plugin.route() == null || plugin.route().id().equals(route.id()))
                .filter(plugin -> plugin.service() == null || plugin.service().equals(route.service()))
                .collect(Collectors.toMap(
                        PluginConfig::name,
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparingInt(Overview::aim)),
                        TreeMap::new))
                .values();
    }

    private static int aim(PluginConfig plugin) {
        return (plugin.route() == null ? 0 : 2) + (plugin.service() == null ? 0 : 1);
    }

    /** Something as its author wrote it, with keys that are digests later. */
    JsonNode written(UUID entity) {
        DocumentReading.Place place = reading.places().get(entity);
        return place == null || place.entity() == null ? MissingNode.getInstance() : place.entity();
    }

    /** Where an entity stands in the document. */
    String path(UUID entity) {
        return reading.places().get(entity).path();
    }

    /** What people call it. */
    static String title(String name, UUID id) {
        return name == null ? id.toString() : name;
    }
}
