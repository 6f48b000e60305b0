package io.gatehouse.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.settings.Seal;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The questions that are asked of the stored configuration of a runtime group. They read values and not entities, so that an answer is never older than the transaction's lock. */
final class ConfigRows {
    private static final int MOST_AT_ONCE = 500;
    private static final String SELECT =
            "select e.id, e.uniqueName, e.body, e.version, e.createdAt, e.updatedAt from ConfigEntity e ";
    private static final String OF_KIND = "where e.runtimeGroup.id = :group and e.kind = :kind ";

    /** Those whose documents hold secrets that must be used or dumped, and so cannot be digests. */
    private static final Set<Kind<?>> SEALED = Set.of(
            Kind.CERTIFICATES,
            Kind.PLUGINS,
            Kind.UPSTREAMS,
            Kind.KEYAUTH_CREDENTIALS,
            Kind.JWT_SECRETS,
            Kind.HMACAUTH_CREDENTIALS);

    private final EntityManager entities;
    private final Seal seal;
    private final UUID group;

    ConfigRows(EntityManager entities, Seal seal, UUID group) {
        this.entities = entities;
        this.seal = seal;
        this.group = group;
    }

    UUID group() {
        return group;
    }

    List<Stored> all(Kind<?> kind) {
        return stored(kind, query(kind, SELECT + OF_KIND + "order by e.createdAt, e.id"));
    }

    /** Which version of an entity is stored. */
    record Head(UUID id, long version, Instant updatedAt) {}

    /** Of all of a kind, oldest first, without the documents. */
    List<Head> heads(Kind<?> kind) {
        return query(
                        kind,
                        "select e.id, e.version, e.updatedAt from ConfigEntity e " + OF_KIND
                                + "order by e.createdAt, e.id")
                .getResultList()
                .stream()
                .map(row -> new Head((UUID) row[0], (Long) row[1], (Instant) row[2]))
                .toList();
    }

    /** What an entity is found by, without its document. */
    record Name(UUID id, String uniqueName, String secondName) {}

    List<Name> names(Kind<?> kind) {
        return query(kind, "select e.id, e.uniqueName, e.secondName from ConfigEntity e " + OF_KIND + "order by e.id")
                .getResultList()
                .stream()
                .map(row -> new Name((UUID) row[0], (String) row[1], (String) row[2]))
                .toList();
    }

    /** Lets others have the names of these at once, before they get others themselves or go. */
    void free(Kind<?> kind, Collection<UUID> ids) {
        entities.createQuery("update ConfigEntity e set e.uniqueName = null, e.secondName = null " + OF_KIND
                        + "and e.id in :ids")
                .setParameter("group", group)
                .setParameter("kind", kind.wireName())
                .setParameter("ids", ids)
                .executeUpdate();
    }

    /** What is written so far need not be kept in memory for the rest of a long change. */
    void forget() {
        entities.flush();
        entities.clear();
    }

    long revision() {
        return ((Number) entities.createNativeQuery("select revision from runtime_group where id = :id")
                        .setParameter("id", group)
                        .getSingleResult())
                .longValue();
    }

    void countUp() {
        entities.createNativeQuery("update runtime_group set revision = revision + 1 where id = :id")
                .setParameter("id", group)
                .executeUpdate();
    }

    /** Whatever points at one of these. */
    List<Pointer> pointingAt(Collection<UUID> targets) {
        return entities
                .createQuery(
                        "select e.kind, e.id, key(r), value(r) from ConfigEntity e join e.references r"
                                + " where e.runtimeGroup.id = :group and value(r) in :targets",
                        Object[].class)
                .setParameter("group", group)
                .setParameter("targets", targets)
                .getResultList()
                .stream()
                .map(row -> new Pointer(
                        Kind.named((String) row[0]).orElseThrow(), (UUID) row[1], (String) row[2], (UUID) row[3]))
                .toList();
    }

    List<Stored> byIds(Kind<?> kind, List<UUID> ids) {
        List<Stored> found = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += MOST_AT_ONCE)
            found.addAll(stored(
                    kind,
                    query(kind, SELECT + OF_KIND + "and e.id in :ids")
                            .setParameter("ids", ids.subList(from, Math.min(from + MOST_AT_ONCE, ids.size())))));
        return found;
    }

    /** In the order of ids, those after one of them. Ordered by all columns of the index, or H2 reads and sorts all that follow. */
    List<Stored> page(Kind<?> kind, UUID after, int size) {
        return stored(
                kind,
                query(kind, SELECT + OF_KIND + "and e.id > :after order by e.runtimeGroup.id, e.kind, e.id")
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

    /** What makes these consumers known beside themselves ({@link Kind#OF_CONSUMERS}), by consumer: one query for a whole page. */
    Map<UUID, List<Record>> belongings(Collection<UUID> consumers) {
        Map<UUID, List<Record>> byConsumer = new HashMap<>();
        entities.createQuery(
                        "select value(r), e.kind, e.id, e.body from ConfigEntity e join e.references r"
                                + " where e.runtimeGroup.id = :group and e.kind in :kinds and value(r) in :consumers"
                                + " order by e.createdAt, e.id",
                        Object[].class)
                .setParameter("group", group)
                .setParameter(
                        "kinds", Kind.OF_CONSUMERS.stream().map(Kind::wireName).toList())
                .setParameter("consumers", consumers)
                .getResultList()
                .forEach(row -> byConsumer
                        .computeIfAbsent((UUID) row[0], any -> new ArrayList<>())
                        .add(entity((String) row[1], (UUID) row[2], (String) row[3])));
        return byConsumer;
    }

    private Record entity(String wireName, UUID id, String body) {
        Kind<?> kind = Kind.named(wireName).orElseThrow();
        return kind.read(open(kind, id, body)).entity().orElseThrow();
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
                        "runtimeGroup.id = ?1 and kind = ?2 and id = ?3", group, kind.wireName(), id)
                .firstResultOptional();
    }

    ConfigEntity fresh(Kind<?> kind, UUID id) {
        ConfigEntity row = new ConfigEntity();
        row.runtimeGroup = entities.getReference(RuntimeGroup.class, group);
        row.kind = kind.wireName();
        row.id = id;
        return row;
    }

    private TypedQuery<Object[]> query(Kind<?> kind, String text) {
        return entities.createQuery(text, Object[].class)
                .setParameter("group", group)
                .setParameter("kind", kind.wireName());
    }

    private List<Stored> stored(Kind<?> kind, TypedQuery<Object[]> query) {
        return query.getResultList().stream()
                .map(row -> new Stored(
                        kind,
                        (UUID) row[0],
                        (String) row[1],
                        open(kind, (UUID) row[0], (String) row[2]),
                        (Long) row[3],
                        (Instant) row[4],
                        (Instant) row[5]))
                .toList();
    }

    /** The document of a row. */
    ObjectNode document(Kind<?> kind, ConfigEntity row) {
        return open(kind, row.id, row.body);
    }

    void write(Kind<?> kind, ConfigEntity row, ObjectNode document) {
        String json = document.toString();
        row.body = SEALED.contains(kind) ? seal.close(place(kind, row.id), json) : json;
    }

    private static String place(Kind<?> kind, UUID id) {
        return kind.wireName() + "/" + id;
    }

    private ObjectNode open(Kind<?> kind, UUID id, String body) {
        String json = SEALED.contains(kind) ? seal.open(place(kind, id), body) : body;
        try {
            return (ObjectNode) ConfigJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored entity cannot be read", e);
        }
    }
}
