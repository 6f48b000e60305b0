package io.gatehouse.controlplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Reading;
import io.gatehouse.gateway.plugin.Plugins;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One change of the configuration: any number of entities written and deleted, all of them or none. Lives as long as its
 * transaction. What it writes is complete (defaults filled in, names of other entities turned into ids), so that reading needs no
 * rules.
 */
final class ConfigChange {
    /** What has happened to one entity; null before it was there, and after it went. */
    record Step(Kind<?> kind, UUID id, String name, ObjectNode before, ObjectNode after) {}

    private final ConfigRows rows;
    private final ReadEntities entities;
    private final References references;
    private final Plugins plugins;
    private final KeyDigests digests;
    private final List<Step> steps = new ArrayList<>();
    private final Set<UUID> consumers = new LinkedHashSet<>();
    private final Set<String> services = new LinkedHashSet<>();
    private TopologyDraft draft;

    ConfigChange(ConfigRows rows, ReadEntities entities, References references, Plugins plugins, KeyDigests digests) {
        this.rows = rows;
        this.entities = entities;
        this.references = references;
        this.plugins = plugins;
        this.digests = digests;
    }

    /** What is stored, with what this change has written so far. */
    ConfigRows rows() {
        return rows;
    }

    List<Step> steps() {
        return steps;
    }

    /** Those whose credentials or groups have changed. */
    Set<UUID> consumers() {
        return consumers;
    }

    /** Names by which there is now another service than before, or none, or one for the first time. */
    Set<String> services() {
        return services;
    }

    /** The topology as it would be, if it has changed at all. */
    Optional<TopologyDraft> changedTopology() {
        return steps.stream().anyMatch(step -> TopologyDraft.holds(step.kind()))
                ? Optional.of(draft)
                : Optional.empty();
    }

    /** Creates or replaces. A document that says what is stored already changes nothing. */
    <E extends Record> void put(Kind<E> kind, UUID id, JsonNode given) {
        Optional<ConfigEntity> stored = rows.row(kind, id);
        ObjectNode before = stored.map(row -> rows.document(kind, row)).orElse(null);
        ObjectNode document = document(kind, id, before, given);
        ObjectNode after = complete(kind, id, document, references.resolve(kind, document));
        if (before != null && isSame(before, after)) return;
        refuseTaken(kind, id, after);
        store(kind, id, stored, before, after);
        if (before != null && kind == Kind.CONSUMER_GROUPS) changeMembers(id, before, kind.uniqueName(after));
    }

    /** As {@link #put}, of a document that is complete, and right among all others of the same change: a sync has seen to that. */
    <E extends Record> void write(Kind<E> kind, UUID id, ObjectNode after) {
        Optional<ConfigEntity> stored = rows.row(kind, id);
        ObjectNode before = stored.map(row -> rows.document(kind, row)).orElse(null);
        if (before != null && kind == Kind.CONSUMER_GROUPS) changeMembers(id, before, kind.uniqueName(after));
        stamp(kind, after, before);
        store(kind, id, stored, before, after);
    }

    /** As {@link #delete}, of what nothing that stays points at. */
    void remove(Kind<?> kind, UUID id) {
        rows.row(kind, id).ifPresent(row -> {
            ObjectNode before = rows.document(kind, row);
            if (kind == Kind.CONSUMER_GROUPS) changeMembers(id, before, null);
            row.delete();
            happened(new Step(kind, id, row.uniqueName, before, null));
        });
    }

    private void store(Kind<?> kind, UUID id, Optional<ConfigEntity> stored, ObjectNode before, ObjectNode after) {
        ConfigEntity row = stored.orElseGet(() -> rows.fresh(kind, id));
        row.uniqueName = kind.uniqueName(after);
        row.secondName = secondName(kind, after);
        rows.write(kind, row, after);
        row.references.clear();
        row.references.putAll(references.of(kind, after));
        row.updatedAt = Instant.now();
        if (row.createdAt == null) row.createdAt = row.updatedAt;
        row.persistAndFlush();
        happened(new Step(kind, id, row.uniqueName, before, after));
    }

    /** Takes along what belongs to it; refused while something else points at it. False if there was none. */
    boolean delete(Kind<?> kind, UUID id) {
        Optional<ConfigEntity> row = rows.row(kind, id);
        if (row.isEmpty()) return false;
        ObjectNode before = rows.document(kind, row.get());
        for (Kind<?> other : Kind.ALL)
            other.references().forEach(reference -> {
                if (reference.kind() != kind) return;
                for (Stored pointing : rows.pointingAt(other, reference.field(), id)) {
                    if (!reference.isOwner()) throw stillReferenced(kind, id, row.get().uniqueName, pointing);
                    delete(other, pointing.id());
                }
            });
        if (kind == Kind.CONSUMER_GROUPS) changeMembers(id, before, null);
        row.get().delete();
        happened(new Step(kind, id, row.get().uniqueName, before, null));
        return true;
    }

    private void happened(Step step) {
        steps.add(step);
        Kind<?> kind = step.kind();
        if (kind == Kind.SERVICES && !nameIn(step.before()).equals(nameIn(step.after()))) {
            services.add(nameIn(step.before()));
            services.add(nameIn(step.after()));
        }
        if (kind == Kind.CONSUMERS) consumers.add(step.id());
        if (Kind.OF_CONSUMERS.contains(kind))
            for (ObjectNode state : new ObjectNode[] {step.before(), step.after()})
                if (state != null)
                    consumers.add(
                            UUID.fromString(state.path("consumer").path("id").asText()));
        if (!TopologyDraft.holds(kind)) return;
        if (step.after() == null) draft().remove(kind, step.id());
        else draft().put(kind, step.id(), kind.read(step.after()).entity().orElseThrow());
    }

    private static String nameIn(ObjectNode service) {
        return service == null ? "" : service.path("name").asText("");
    }

    private TopologyDraft draft() {
        if (draft == null) draft = new TopologyDraft(entities);
        return draft;
    }

    private ObjectNode document(Kind<?> kind, UUID id, ObjectNode before, JsonNode given) {
        if (!(given instanceof ObjectNode))
            throw new InvalidConfig(
                    InvalidConfig.Reason.INVALID,
                    new ConfigProblem(kind.wireName(), id, null, null, "expected a record"));
        ObjectNode document = given.deepCopy();
        if (before != null) document = (ObjectNode) Masking.restore(before, document);
        document.put("id", id.toString());
        stamp(kind, document, before);
        digests.replaceSecret(kind, document, before);
        return document;
    }

    private static void stamp(Kind<?> kind, ObjectNode document, ObjectNode before) {
        JsonNode now = timestamp(kind, Instant.now());
        if (!document.hasNonNull("created_at"))
            document.set("created_at", before == null ? now : before.get("created_at"));
        if (kind.hasField("updated_at")) document.set("updated_at", now);
    }

    /** In seconds; of targets, as tools for Kong know them, with milliseconds. */
    private static JsonNode timestamp(Kind<?> kind, Instant at) {
        return kind == Kind.TARGETS
                ? DoubleNode.valueOf(at.toEpochMilli() / 1000.0)
                : LongNode.valueOf(at.getEpochSecond());
    }

    /** Refuses with everything that is wrong, in whatever way. */
    private <E extends Record> ObjectNode complete(
            Kind<E> kind, UUID id, ObjectNode document, List<ConfigProblem> missing) {
        Reading<E> reading = kind.read(document);
        List<ConfigProblem> problems = new ArrayList<>(missing);
        problems.addAll(reading.problems());
        ObjectNode complete = reading.entity().map(kind::write).orElse(document);
        if (kind == Kind.PLUGINS) complete.set("config", PluginDocuments.config(plugins, document, problems));
        if (problems.isEmpty()) return parse(complete.toString());
        problems.addAll(taken(kind, id, document));
        throw new InvalidConfig(
                missing.isEmpty() ? InvalidConfig.Reason.INVALID : InvalidConfig.Reason.MISSING_REFERENCE, problems);
    }

    private List<ConfigProblem> taken(Kind<?> kind, UUID id, ObjectNode after) {
        List<ConfigProblem> problems = new ArrayList<>();
        for (String field : kind.uniqueFields()) {
            String value = after.path(field).asText(null);
            if (value == null) continue;
            Optional<Stored> other = field.equals(kind.keyField())
                    ? rows.byName(kind, kind.uniqueName(after))
                    : rows.bySecondName(kind, value);
            if (other.isPresent() && !other.get().id().equals(id))
                problems.add(new ConfigProblem(
                        kind.wireName(), id, value, field, "“" + value + "” is taken; choose another " + field));
        }
        return problems;
    }

    private void refuseTaken(Kind<?> kind, UUID id, ObjectNode after) {
        List<ConfigProblem> problems = taken(kind, id, after);
        if (kind == Kind.PLUGINS) {
            PluginConfig plugin = Kind.PLUGINS.read(after).entity().orElseThrow();
            PluginDocuments.twin(draft().plugins(), plugin)
                    .ifPresent(twin -> problems.add(new ConfigProblem(
                            kind.wireName(),
                            id,
                            plugin.name(),
                            "name",
                            "“" + plugin.name() + "” is switched on there already; change that one")));
        }
        if (!problems.isEmpty()) throw new InvalidConfig(InvalidConfig.Reason.TAKEN, problems);
    }

    /** A group that is renamed or goes (null) is so for its members too. */
    private void changeMembers(UUID groupId, ObjectNode group, String newName) {
        String oldName = group.path("name").asText();
        if (oldName.equals(newName)) return;
        for (Stored member : rows.pointingAt(Kind.CONSUMERS, null, groupId)) {
            ObjectNode document = member.body().deepCopy();
            ArrayNode groups = document.putArray("groups");
            for (JsonNode name : member.body().path("groups"))
                if (!name.asText().equals(oldName)) groups.add(name);
                else if (newName != null) groups.add(newName);
            put(Kind.CONSUMERS, member.id(), document);
        }
    }

    private static InvalidConfig stillReferenced(Kind<?> kind, UUID id, String name, Stored by) {
        return new InvalidConfig(
                InvalidConfig.Reason.STILL_REFERENCED,
                new ConfigProblem(
                        kind.wireName(),
                        id,
                        name,
                        null,
                        "“" + name + "” is still used by " + by + " of the "
                                + by.kind().wireName() + "; delete or change that first"));
    }

    private static String secondName(Kind<?> kind, ObjectNode after) {
        return kind.uniqueFields().size() < 2
                ? null
                : after.path(kind.uniqueFields().get(1)).asText(null);
    }

    private static boolean isSame(ObjectNode before, ObjectNode after) {
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.remove("updated_at");
        return names.stream().allMatch(name -> Objects.equals(before.get(name), after.get(name)));
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) ConfigJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
