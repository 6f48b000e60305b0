package io.gatehouse.admin;

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
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The configuration of a gateway without a database, as its Admin API shows it: what was last loaded, whole. */
final class FileConfig implements ConfigView {
    private volatile Map<Kind<?>, Entities<?>> current = Map.of();

    /** Of one kind; ids are sorted as text, as databases sort them. */
    private record Entities<E extends Record>(
            Kind<E> kind, List<E> inOrder, NavigableMap<String, E> byId, Map<String, E> byName) {

        private static <E extends Record> Entities<E> of(Kind<E> kind, List<Record> entities) {
            List<E> inOrder = entities.stream().map(kind.type()::cast).toList();
            NavigableMap<String, E> byId = new TreeMap<>();
            Map<String, E> byName = new HashMap<>();
            for (E entity : inOrder) {
                byId.put(kind.id(entity).toString(), entity);
                String name = kind.uniqueName(entity);
                if (name != null) byName.put(name, entity);
            }
            return new Entities<>(kind, inOrder, byId, byName);
        }

        /** Written out when somebody asks: the records alone take a fraction of the memory. */
        private Stored stored(E entity) {
            long seconds = kind.hasField("created_at") ? (Long) kind.value(entity, "created_at") : 0;
            Instant at = Instant.ofEpochSecond(seconds);
            return new Stored(kind, kind.id(entity), kind.uniqueName(entity), kind.write(entity), 0, at, at);
        }

        private Stream<Stored> stream() {
            return inOrder.stream().map(this::stored);
        }

        private List<Stored> where(Predicate<E> holds) {
            return inOrder.stream().filter(holds).map(this::stored).toList();
        }

        private List<Stored> page(UUID after, int size) {
            NavigableMap<String, E> rest = after == null ? byId : byId.tailMap(after.toString(), false);
            return rest.values().stream().limit(size).map(this::stored).toList();
        }

        private Optional<Stored> find(String idOrName) {
            return Ids.parse(idOrName)
                    .map(id -> byId.get(id.toString()))
                    .or(() -> Optional.ofNullable(byName.get(idOrName)))
                    .map(this::stored);
        }

        private boolean pointsAt(E entity, String field, UUID target) {
            return target.equals(kind.reference(entity, field));
        }
    }

    void replace(LoadedConfig config) {
        Map<Kind<?>, Entities<?>> all = new HashMap<>();
        for (Kind<?> kind : Kind.ALL) all.put(kind, Entities.of(kind, config.of(kind)));
        current = Map.copyOf(all);
    }

    @SuppressWarnings("unchecked")
    private <E extends Record> Entities<E> of(Kind<E> kind) {
        Entities<?> entities = current.get(kind);
        return entities == null ? Entities.of(kind, List.of()) : (Entities<E>) entities;
    }

    Stream<Stored> stream(Kind<?> kind) {
        return of(kind).stream();
    }

    @Override
    public List<Stored> list(Kind<?> kind) {
        return stream(kind).toList();
    }

    @Override
    public List<Stored> page(Kind<?> kind, UUID after, int size) {
        return of(kind).page(after, size);
    }

    @Override
    public List<Stored> pointingAt(Kind<?> kind, String field, UUID target) {
        return pointing(of(kind), field, target);
    }

    private static <E extends Record> List<Stored> pointing(Entities<E> entities, String field, UUID target) {
        return entities.where(entity -> entities.pointsAt(entity, field, target));
    }

    @Override
    public List<Stored> members(UUID consumerGroupId) {
        String group = find(Kind.CONSUMER_GROUPS, consumerGroupId.toString())
                .map(Stored::name)
                .orElse("");
        return of(Kind.CONSUMERS).where(consumer -> consumer.groups().contains(group)).stream()
                .sorted(Comparator.comparing(consumer -> consumer.id().toString()))
                .toList();
    }

    @Override
    public Optional<Stored> find(Kind<?> kind, String idOrName) {
        return of(kind).find(idOrName);
    }

    @Override
    public Optional<Stored> findBySecondName(Kind<?> kind, String name) {
        return named(of(kind), kind.uniqueFields().get(1), name);
    }

    private static <E extends Record> Optional<Stored> named(Entities<E> entities, String field, String name) {
        return entities.where(entity -> name.equals(entities.kind.value(entity, field))).stream()
                .findFirst();
    }
}
