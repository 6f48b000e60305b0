package io.gatehouse.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The questions that are asked of the stored configuration. They read values and not entities, so that an answer is never older than the transaction's lock. */
@ApplicationScoped
class ConfigRows {
    private static final String SELECT =
            "select e.id, e.uniqueName, e.body, e.version, e.createdAt, e.updatedAt from ConfigEntity e ";
    private static final String OF_KIND = "where e.runtimeGroup.id = :group and e.kind = :kind ";

    private final EntityManager entities;

    ConfigRows(EntityManager entities) {
        this.entities = entities;
    }

    List<Stored> all(Kind<?> kind) {
        return stored(kind, query(kind, SELECT + OF_KIND + "order by e.createdAt, e.id"));
    }

    /** In the order of ids, those after one of them. */
    List<Stored> page(Kind<?> kind, UUID after, int size) {
        return stored(
                kind,
                query(kind, SELECT + OF_KIND + "and e.id > :after order by e.id")
                        .setParameter("after", after)
                        .setMaxResults(size));
    }

    /** Those that point at {@code target} in this field, or in any if it is null. */
    List<Stored> pointingAt(Kind<?> kind, String field, UUID target) {
        String named = field == null ? "" : "and key(r) = :field ";
        TypedQuery<Object[]> query = query(
                        kind,
                        SELECT + "join e.references r " + OF_KIND + "and value(r) = :target " + named
                                + "order by e.createdAt, e.id")
                .setParameter("target", target);
        if (field != null) query.setParameter("field", field);
        return stored(kind, query);
    }

    /** Of several targets at once, by target: one query for a whole page. */
    Map<UUID, List<Stored>> pointingAt(Kind<?> kind, String field, Collection<UUID> targets) {
        Map<UUID, List<Stored>> byTarget = new HashMap<>();
        stored(
                        kind,
                        query(
                                        kind,
                                        SELECT + "join e.references r " + OF_KIND
                                                + "and value(r) in :targets and key(r) = :field order by e.createdAt, e.id")
                                .setParameter("targets", targets)
                                .setParameter("field", field))
                .forEach(stored -> byTarget.computeIfAbsent(
                                UUID.fromString(
                                        stored.body().path(field).path("id").asText()),
                                target -> new ArrayList<>())
                        .add(stored));
        return byTarget;
    }

    Optional<Stored> byId(Kind<?> kind, UUID id) {
        return stored(kind, query(kind, SELECT + OF_KIND + "and e.id = :id").setParameter("id", id)).stream()
                .findFirst();
    }

    Optional<Stored> byName(Kind<?> kind, String name) {
        return stored(
                        kind,
                        query(kind, SELECT + OF_KIND + "and e.uniqueName = :name")
                                .setParameter("name", name))
                .stream()
                .findFirst();
    }

    Optional<Stored> bySecondName(Kind<?> kind, String name) {
        return stored(
                        kind,
                        query(kind, SELECT + OF_KIND + "and e.secondName = :name")
                                .setParameter("name", name))
                .stream()
                .findFirst();
    }

    /** The row itself, for a writer. */
    Optional<ConfigEntity> row(Kind<?> kind, UUID id) {
        return ConfigEntity.<ConfigEntity>find(
                        "runtimeGroup.id = ?1 and kind = ?2 and id = ?3", RuntimeGroup.DEFAULT, kind.wireName(), id)
                .firstResultOptional();
    }

    ConfigEntity fresh(Kind<?> kind, UUID id) {
        ConfigEntity row = new ConfigEntity();
        row.runtimeGroup = entities.getReference(RuntimeGroup.class, RuntimeGroup.DEFAULT);
        row.kind = kind.wireName();
        row.id = id;
        return row;
    }

    private TypedQuery<Object[]> query(Kind<?> kind, String text) {
        return entities.createQuery(text, Object[].class)
                .setParameter("group", RuntimeGroup.DEFAULT)
                .setParameter("kind", kind.wireName());
    }

    private static List<Stored> stored(Kind<?> kind, TypedQuery<Object[]> query) {
        return query.getResultList().stream()
                .map(row -> new Stored(
                        kind,
                        (UUID) row[0],
                        (String) row[1],
                        body((String) row[2]),
                        (Long) row[3],
                        (Instant) row[4],
                        (Instant) row[5]))
                .toList();
    }

    private static ObjectNode body(String json) {
        try {
            return (ObjectNode) ConfigJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored entity cannot be read", e);
        }
    }
}
