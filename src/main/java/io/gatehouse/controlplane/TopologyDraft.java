package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Topology;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The topology as it is in the middle of a change. */
final class TopologyDraft {
    /** Kinds whose entities are compiled; all others are identities and are taken in one by one. */
    static final List<Kind<?>> KINDS = List.of(
            Kind.CERTIFICATES,
            Kind.SNIS,
            Kind.CA_CERTIFICATES,
            Kind.SERVICES,
            Kind.ROUTES,
            Kind.UPSTREAMS,
            Kind.TARGETS,
            Kind.CONSUMER_GROUPS,
            Kind.PLUGINS);

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
        return new Topology(
                all(Kind.SERVICES),
                all(Kind.ROUTES),
                all(Kind.PLUGINS),
                all(Kind.CONSUMER_GROUPS),
                all(Kind.UPSTREAMS),
                all(Kind.TARGETS),
                all(Kind.CERTIFICATES),
                all(Kind.SNIS),
                all(Kind.CA_CERTIFICATES));
    }

    private <E extends Record> List<E> all(Kind<E> kind) {
        return entities.get(kind).values().stream().map(kind.type()::cast).toList();
    }
}
