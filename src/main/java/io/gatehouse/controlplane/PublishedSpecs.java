package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Catalog;
import io.gatehouse.catalog.spec.JsonText;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Topology;
import jakarta.inject.Singleton;
import java.lang.ref.SoftReference;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands the specs of API versions to the plugins that use them: where such a plugin says nothing else, and is for a service that serves a
 * version, the text of that version's spec stands in its configuration when the topology leaves for the gateway. Nothing of it is stored
 * with the plugin, and a node needs no catalog.
 */
@Singleton
class PublishedSpecs {
    /** The field that takes the spec, and then those that stand in its way. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "mocking", List.of("api_specification"),
            "request-validator", List.of("api_spec", "body_schema", "parameter_schema"));

    /** A draft is used as long as there is nothing better: operators try out what they are going to publish. */
    private static final Comparator<ApiVersion> BEST = Comparator.<ApiVersion>comparingInt(
                    version -> switch (version.lifecycle) {
                        case PUBLISHED, DEPRECATED -> 2;
                        case DRAFT -> 1;
                        case RETIRED -> 0;
                    })
            .thenComparing(version -> version.createdAt);

    private final Catalog catalog;
    /** As JSON, by the hash of the source. */
    private final Map<String, SoftReference<String>> texts = new ConcurrentHashMap<>();

    PublishedSpecs(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The topology as the gateway gets it. */
    Topology in(UUID runtimeGroup, Topology stored) {
        Services services = new Services(stored);
        Set<String> names = new HashSet<>();
        for (PluginConfig plugin : stored.plugins()) services.thatServes(plugin).ifPresent(names::add);
        if (names.isEmpty()) return stored;
        Map<String, ApiVersion> versions = versions(runtimeGroup, names);
        return stored.withPlugins(stored.plugins().stream()
                .map(plugin -> services.thatServes(plugin)
                        .map(versions::get)
                        .map(version -> filled(plugin, version))
                        .orElse(plugin))
                .toList());
    }

    /** Whether a plugin takes the spec of what this service serves. */
    static boolean areUsedBy(String service, Topology stored) {
        Services services = new Services(stored);
        return stored.plugins().stream()
                .anyMatch(plugin -> services.thatServes(plugin).equals(Optional.of(service)));
    }

    private static Map<String, ApiVersion> versions(UUID runtimeGroup, Set<String> services) {
        Map<String, ApiVersion> versions = new HashMap<>();
        List<ApiVersion> all =
                ApiVersion.list("runtimeGroupId = ?1 and serviceName in ?2", runtimeGroup, List.copyOf(services));
        all.stream().sorted(BEST).forEach(version -> versions.put(version.serviceName, version));
        return versions;
    }

    private PluginConfig filled(PluginConfig plugin, ApiVersion version) {
        ObjectNode config =
                plugin.config() instanceof ObjectNode given ? given.objectNode().setAll(given) : null;
        String field = FIELDS.get(plugin.name()).get(0);
        return config == null ? plugin : plugin.withConfig(config.put(field, text(version)));
    }

    /** Read by the catalog's own reader, so that the portal and the gateway see the same. */
    private String text(ApiVersion version) {
        SoftReference<String> kept = texts.get(version.sourceHash);
        String text = kept == null ? null : kept.get();
        if (text != null) return text;
        String read = JsonText.compact(catalog.spec(version).root());
        texts.values().removeIf(forgotten -> forgotten.get() == null);
        texts.put(version.sourceHash, new SoftReference<>(read));
        return read;
    }

    /** Names of services, and which of them a plugin is for. */
    private static final class Services {
        private final Map<UUID, String> names = new HashMap<>();
        private final Map<UUID, Ref> ofRoutes = new HashMap<>();

        private Services(Topology topology) {
            for (Service service : topology.services()) names.put(service.id(), service.name());
            topology.routes().forEach(route -> ofRoutes.put(route.id(), route.service()));
        }

        /** The service that a plugin is for, if it takes a spec and says of none. */
        private Optional<String> thatServes(PluginConfig plugin) {
            List<String> fields = FIELDS.getOrDefault(Objects.toString(plugin.name()), List.of());
            if (fields.isEmpty() || plugin.config() == null) return Optional.empty();
            for (String field : fields) if (isSaid(plugin.config().path(field))) return Optional.empty();
            Ref service = plugin.service() == null && plugin.route() != null
                    ? ofRoutes.get(plugin.route().id())
                    : plugin.service();
            return service == null ? Optional.empty() : Optional.ofNullable(names.get(service.id()));
        }

        private static boolean isSaid(JsonNode value) {
            return value.isTextual() || value.isContainerNode() && !value.isEmpty();
        }
    }
}
