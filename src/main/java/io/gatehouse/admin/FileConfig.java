package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.Ids;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.LoadedConfig;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The configuration of a gateway without a database, as its Admin API shows it: what was last loaded, whole. */
final class FileConfig implements ConfigView {
    private static final String ID = "id";

    private volatile Map<Kind<?>, Entities> current = Map.of();

    /** Of one kind; ids are sorted as text, as databases sort them. */
    private record Entities(List<Stored> inOrder, NavigableMap<String, Stored> byId, Map<String, Stored> byName) {}

    void replace(LoadedConfig config) {
        Map<Kind<?>, Entities> all = new HashMap<>();
        for (Kind<?> kind : Kind.ALL) {
            List<Stored> entities =
                    config.of(kind).stream().map(body -> stored(kind, body)).toList();
            NavigableMap<String, Stored> byId = new TreeMap<>();
            Map<String, Stored> byName = new HashMap<>();
            for (Stored entity : entities) {
                byId.put(entity.id().toString(), entity);
                if (entity.name() != null) byName.put(entity.name(), entity);
            }
            all.put(kind, new Entities(entities, byId, byName));
        }
        current = Map.copyOf(all);
    }

    private static Stored stored(Kind<?> kind, ObjectNode body) {
        Instant at = Instant.ofEpochSecond(body.path("created_at").asLong());
        UUID id = UUID.fromString(body.path(ID).asText());
        return new Stored(kind, id, kind.uniqueName(body), body, 0, at, at);
    }

    private Entities of(Kind<?> kind) {
        return current.getOrDefault(kind, new Entities(List.of(), new TreeMap<>(), Map.of()));
    }

    @Override
    public List<Stored> list(Kind<?> kind) {
        return of(kind).inOrder;
    }

    @Override
    public List<Stored> page(Kind<?> kind, UUID after, int size) {
        NavigableMap<String, Stored> byId = of(kind).byId;
        return (after == null ? byId : byId.tailMap(after.toString(), false))
                .values().stream().limit(size).toList();
    }

    @Override
    public List<Stored> pointingAt(Kind<?> kind, String field, UUID target) {
        return list(kind).stream()
                .filter(entity -> entity.body().path(field).path(ID).asText().equals(target.toString()))
                .toList();
    }

    @Override
    public List<Stored> members(UUID consumerGroupId) {
        String group = find(Kind.CONSUMER_GROUPS, consumerGroupId.toString())
                .map(Stored::name)
                .orElse("");
        return list(Kind.CONSUMERS).stream()
                .filter(consumer -> contains(consumer.body(), group))
                .sorted(Comparator.comparing(consumer -> consumer.id().toString()))
                .toList();
    }

    private static boolean contains(ObjectNode consumer, String group) {
        for (var name : consumer.path("groups")) if (name.asText().equals(group)) return true;
        return false;
    }

    @Override
    public Optional<Stored> find(Kind<?> kind, String idOrName) {
        Entities entities = of(kind);
        return Ids.parse(idOrName)
                .map(id -> entities.byId.get(id.toString()))
                .or(() -> Optional.ofNullable(entities.byName.get(idOrName)));
    }

    @Override
    public Optional<Stored> findBySecondName(Kind<?> kind, String name) {
        String field = kind.uniqueFields().get(1);
        return list(kind).stream()
                .filter(entity -> entity.body().path(field).asText().equals(name))
                .findFirst();
    }
}
