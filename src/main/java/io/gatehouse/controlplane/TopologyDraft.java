package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.ConsumerGroup;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Topology;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The topology as it is in the middle of a change. */
final class TopologyDraft {
    /** Kinds whose entities are compiled; all others are identities and are taken in one by one. */
    static final List<Kind<?>> KINDS = List.of(Kind.SERVICES, Kind.ROUTES, Kind.CONSUMER_GROUPS, Kind.PLUGINS);

    private final Map<Kind<?>, Map<UUID, Record>> entities = new LinkedHashMap<>();

    TopologyDraft(ReadEntities stored) {
        for (Kind<?> kind : KINDS) entities.put(kind, stored.all(kind));
    }

    static boolean holds(Kind<?> kind) {
        return KINDS.contains(kind);
    }

    void put(Kind<?> kind, UUID id, Record entity) {
        entities.get(kind).put(id, entity);
    }

    void remove(Kind<?> kind, UUID id) {
        entities.get(kind).remove(id);
    }

    boolean has(Kind<?> kind, UUID id) {
        return entities.get(kind).containsKey(id);
    }

    Collection<PluginConfig> plugins() {
        return all(Kind.PLUGINS);
    }

    Topology topology() {
        Collection<Service> services = all(Kind.SERVICES);
        Collection<Route> routes = all(Kind.ROUTES);
        Collection<ConsumerGroup> groups = all(Kind.CONSUMER_GROUPS);
        return new Topology(List.copyOf(services), List.copyOf(routes), List.copyOf(plugins()), List.copyOf(groups));
    }

    private <E extends Record> List<E> all(Kind<E> kind) {
        return entities.get(kind).values().stream().map(kind.type()::cast).toList();
    }
}
