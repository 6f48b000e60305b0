package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All entities of a gateway or a file, found by what decK takes for the same one. */
final class DeckState {
    private final Map<Kind<?>, Map<String, ObjectNode>> byKey = new LinkedHashMap<>();
    private final Map<String, ObjectNode> byId = new HashMap<>();

    /** Ids of a consumer group and a consumer, with a space between. */
    final Set<String> members = new TreeSet<>();

    void add(Kind<?> kind, ObjectNode entity) {
        byKey.computeIfAbsent(kind, any -> new LinkedHashMap<>()).put(key(kind, entity), entity);
        byId.put(kind.wireName() + entity.path("id").asText(), entity);
    }

    List<ObjectNode> all(Kind<?> kind) {
        return new ArrayList<>(byKey.getOrDefault(kind, Map.of()).values());
    }

    Optional<ObjectNode> find(Kind<?> kind, String key) {
        return Optional.ofNullable(byKey.getOrDefault(kind, Map.of()).get(key));
    }

    Optional<ObjectNode> named(Kind<?> kind, String idOrName) {
        return Optional.ofNullable(byId.get(kind.wireName() + idOrName)).or(() -> find(kind, idOrName));
    }

    /** The name, or the id of what has none or is not here. */
    String label(Kind<?> kind, String id) {
        return Optional.ofNullable(byId.get(kind.wireName() + id))
                .map(entity -> key(kind, entity))
                .filter(key -> !key.startsWith("#") && kind != Kind.CERTIFICATES)
                .orElse(id);
    }

    static String key(Kind<?> kind, ObjectNode entity) {
        String id = "#" + entity.path("id").asText();
        if (kind == Kind.PLUGINS) {
            StringBuilder key = new StringBuilder(entity.path("name").asText());
            kind.references()
                    .forEach(reference -> key.append(' ')
                            .append(entity.path(reference.field()).path("id").asText("-")));
            return key.toString();
        }
        if (kind == Kind.CERTIFICATES || kind == Kind.CA_CERTIFICATES)
            return entity.path("cert").asText(id);
        if (kind == Kind.KEYAUTH_CREDENTIALS) return entity.path("key").asText(id);
        String other = kind == Kind.CONSUMERS ? "custom_id" : kind.keyField();
        String name = entity.path(kind.keyField()).asText(entity.path(other).asText(id));
        return kind.isUniqueWithinOwner()
                ? entity.path(kind.ownerField()).path("id").asText() + " " + name
                : name;
    }
}
