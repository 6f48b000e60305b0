package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gives every entity of a document its id, and turns names that point at others into ids. */
final class SlotIndex {
    private static final String REGISTRATIONS = "registrations";

    private final List<Slot> slots;
    private final List<DocumentProblem> problems;
    private final Beyond beyond;
    private final Map<Kind<?>, Map<String, Slot>> known = new HashMap<>();

    SlotIndex(List<Slot> slots, List<DocumentProblem> problems, Beyond beyond) {
        this.beyond = beyond;
        this.slots = slots;
        this.problems = problems;
    }

    List<Slot> of(Kind<?> kind) {
        return slots.stream().filter(slot -> slot.kind == kind).toList();
    }

    /** What is pointed at first: some entities are known only by what they point at. */
    void identify() {
        for (Kind<?> kind : Kind.ALL)
            for (Slot slot : of(kind)) {
                slot.id = givenId(slot);
                resolve(slot);
                if (slot.id == null) slot.id = EntityIds.of(kind.wireName(), nameOf(slot));
                slot.json.put("id", slot.id.toString());
                remember(slot);
            }
    }

    private UUID givenId(Slot slot) {
        String given = slot.json.path("id").textValue();
        if (given == null) return null;
        try {
            return UUID.fromString(given);
        } catch (IllegalArgumentException notAnId) {
            problem(slot, "id", "expected a valid UUID");
            return null;
        }
    }

    private static String nameOf(Slot slot) {
        String key = slot.key();
        if (key != null) return slot.kind.isUniqueWithinOwner() ? slot.kind.uniqueName(slot.json) : key;
        String parent = slot.parent == null ? "" : slot.parent.id + ":";
        // A plugin is known by what it is for; the text of a nameless route is all that it is known by.
        return slot.kind == Kind.PLUGINS
                ? parent + slot.json.path("name").asText() + ":" + scope(slot)
                : parent + slot.json;
    }

    private static String scope(Slot plugin) {
        StringBuilder scope = new StringBuilder();
        for (Kind.Reference reference : Kind.PLUGINS.references())
            scope.append(plugin.json.path(reference.field()).toString()).append(':');
        return scope.toString();
    }

    private void remember(Slot slot) {
        Map<String, Slot> names = known.computeIfAbsent(slot.kind, any -> new HashMap<>());
        boolean isNamed = false;
        for (String field : slot.kind.uniqueFields()) {
            String value = slot.json.path(field).textValue();
            if (value == null) continue;
            isNamed = true;
            String name = field.equals(slot.kind.keyField()) ? slot.kind.uniqueName(slot.json) : value;
            if (names.putIfAbsent(field + "=" + name, slot) != null)
                problem(
                        slot,
                        null,
                        duplicate(slot, field.equals("digest") ? "that key" : field + " set to '" + value + "'"));
        }
        if (names.putIfAbsent("id=" + slot.id, slot) != null && !isNamed)
            problem(slot, null, duplicate(slot, "primary key set to '" + slot.id + "'"));
    }

    private static String duplicate(Slot slot, String what) {
        return "uniqueness violation: '" + slot.kind.wireName() + "' entity with " + what + " already declared";
    }

    private void resolve(Slot slot) {
        for (Kind.Reference reference : slot.kind.references()) {
            String field = reference.field();
            if (field.equals(slot.parentField)) {
                if (slot.json.hasNonNull(field)) problem(slot, field, "value must be null");
                slot.json.putObject(field).put("id", slot.parent.id.toString());
            } else if (slot.json.hasNonNull(field)) {
                resolve(slot, field, reference.kind());
            }
        }
    }

    private void resolve(Slot slot, String field, Kind<?> target) {
        String named = name(slot.json.get(field), target);
        Optional<UUID> found = idOf(target, named);
        if (found.isEmpty()) {
            slot.json.remove(field);
            problem(
                    slot,
                    field,
                    "invalid reference '" + field + ": " + named + "' (no such entry in '" + target.wireName() + "')");
            return;
        }
        slot.json.putObject(field).put("id", found.get().toString());
    }

    private Optional<UUID> idOf(Kind<?> kind, String idOrName) {
        Slot found = find(kind, idOrName);
        return found == null ? beyond.find(kind, idOrName) : Optional.of(found.id);
    }

    private static String name(JsonNode given, Kind<?> target) {
        if (!given.isObject()) return given.asText();
        return given.path("id").asText(given.path(target.keyField()).asText());
    }

    private Slot find(Kind<?> kind, String idOrName) {
        Map<String, Slot> names = known.getOrDefault(kind, Map.of());
        Slot byId = names.get("id=" + idOrName);
        if (byId != null) return byId;
        for (String field : kind.uniqueFields()) {
            Slot byName = names.get(field + "=" + idOrName);
            if (byName != null) return byName;
        }
        return null;
    }

    /** Groups that list their consumers, and consumers that name their groups, say the same. */
    void join(List<DocumentSlots.Membership> memberships) {
        for (DocumentSlots.Membership membership : memberships) {
            Slot consumer = find(Kind.CONSUMERS, membership.consumer());
            if (consumer == null)
                problem(
                        membership.group(),
                        "consumers",
                        "invalid reference 'consumer: " + membership.consumer() + "' (no such entry in 'consumers')");
            else consumer.json.withArray("/groups").add(membership.group().key());
        }
        for (Slot consumer : of(Kind.CONSUMERS))
            if (consumer.json.get("groups") instanceof ArrayNode groups)
                for (JsonNode group : groups) checkGroup(consumer, "groups", group.asText());
        of(Kind.CONSUMERS).forEach(this::registrations);
    }

    private void checkGroup(Slot consumer, String field, String group) {
        if (idOf(Kind.CONSUMER_GROUPS, group).isEmpty())
            problem(
                    consumer,
                    field,
                    "invalid reference 'consumer_group: " + group + "' (no such entry in 'consumer_groups')");
    }

    /** Services by name or id, and the group that the consumer is in for each. */
    private void registrations(Slot consumer) {
        if (!(consumer.json.get(REGISTRATIONS) instanceof ObjectNode given)) return;
        ObjectNode byId = consumer.json.putObject(REGISTRATIONS);
        given.properties().forEach(registration -> {
            String service = registration.getKey();
            checkGroup(consumer, REGISTRATIONS, registration.getValue().asText());
            idOf(Kind.SERVICES, service)
                    .ifPresentOrElse(
                            id -> byId.set(id.toString(), registration.getValue()),
                            () -> problem(
                                    consumer,
                                    REGISTRATIONS,
                                    "invalid reference 'service: " + service + "' (no such entry in 'services')"));
        });
    }

    private void problem(Slot slot, String field, String message) {
        ConfigProblem problem = new ConfigProblem(slot.kind.wireName(), slot.id, slot.key(), field, message);
        problems.add(new DocumentProblem(field == null ? slot.path : slot.path + "." + field, problem, slot.given));
    }
}
