package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.KeptPassword;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.plugin.PluginSchema;
import io.gatehouse.gateway.plugin.Plugins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads declarative documents: Kong's own, and what decK adds to them. Everything that is wrong is told at once, with its place; a
 * document with anything wrong in it gives nothing.
 */
public final class ConfigDocument {
    private final Plugins plugins;
    private final KeyDigest digest;

    public ConfigDocument(Plugins plugins, KeyDigest digest) {
        this.plugins = plugins;
        this.digest = digest;
    }

    /**
     * @param text JSON or YAML
     * @param now epoch seconds, for entities that say nothing of when they were made
     */
    public DocumentReading read(String text, long now) {
        try {
            return read(DocumentText.read(text), now);
        } catch (UnreadableDocument unreadable) {
            return failed(List.of(
                    DocumentProblem.of("", "failed parsing declarative configuration: " + unreadable.getMessage())));
        }
    }

    public DocumentReading read(JsonNode document, long now) {
        if (!(document instanceof ObjectNode object))
            return failed(
                    List.of(DocumentProblem.of("", "failed parsing declarative configuration: expected an object")));
        return new Run(object, now, Beyond.NOTHING, false).read();
    }

    /** A topology by itself: its plugins may be for consumers that come by another way, and are named by their ids. */
    public DocumentReading readTopology(ObjectNode document, long now) {
        return new Run(document, now, Beyond::consumers, false).read();
    }

    /**
     * The entities alone, for who stores them and keeps secrets sealed: keys stay beside their digests, passwords are not digested yet.
     *
     * @param beyond what the document may point at beside what stands in it
     */
    public DocumentEntities entities(JsonNode document, long now, Beyond beyond) {
        if (!(document instanceof ObjectNode object))
            return new DocumentEntities(Map.of(), List.of(DocumentProblem.of("", "expected an object")));
        return new Run(object, now, beyond, true).entities();
    }

    private static DocumentReading failed(List<DocumentProblem> problems) {
        return new DocumentReading(Optional.empty(), List.copyOf(problems), Map.of());
    }

    /** One document on its way. */
    private final class Run {
        private final long now;
        private final boolean keepsSecrets;
        private final List<DocumentProblem> problems = new ArrayList<>();
        private final DocumentSlots parts;
        private final List<Slot> slots;
        private final SlotIndex index;
        private final Map<Kind<?>, List<DocumentEntity>> entities = new HashMap<>();

        Run(ObjectNode document, long now, Beyond beyond, boolean keepsSecrets) {
            this.now = now;
            this.keepsSecrets = keepsSecrets;
            parts = new DocumentSlots(document, problems);
            slots = parts.slots();
            slots.forEach(this::keepKey);
            index = new SlotIndex(slots, problems, beyond);
        }

        DocumentEntities entities() {
            index.identify();
            slots.forEach(this::keepPassword);
            index.join(parts.memberships());
            for (Kind<?> kind : Kind.ALL) for (Slot slot : index.of(kind)) read(kind, slot);
            return new DocumentEntities(problems.isEmpty() ? entities : Map.of(), List.copyOf(problems));
        }

        DocumentReading read() {
            entities();
            if (!problems.isEmpty()) return failed(problems);
            Map<Kind<?>, List<Record>> records = new HashMap<>();
            entities.forEach((kind, all) ->
                    records.put(kind, all.stream().map(DocumentEntity::entity).toList()));
            LoadedConfig config =
                    new LoadedConfig(Identities.topology(records), Identities.of(records, digest), Map.copyOf(records));
            Map<UUID, DocumentReading.Place> places = new HashMap<>();
            slots.forEach(slot -> places.put(slot.id, new DocumentReading.Place(slot.path, slot.given)));
            return new DocumentReading(Optional.of(config), List.of(), places);
        }

        private <E extends Record> void read(Kind<E> kind, Slot slot) {
            if (!slot.json.hasNonNull("created_at") && kind.hasField("created_at")) slot.json.put("created_at", now);
            if (kind == Kind.PLUGINS) completeConfig(slot);
            var reading = kind.read(slot.json);
            reading.problems().forEach(problem -> problem(slot, problem));
            reading.entity()
                    .ifPresent(entity -> entities.computeIfAbsent(kind, any -> new ArrayList<>())
                            .add(new DocumentEntity(entity, slot.path, slot.given)));
        }

        /** Before ids are given, as a key is known by its digest. */
        private void keepKey(Slot slot) {
            if (slot.kind != Kind.KEYAUTH_CREDENTIALS) return;
            String key = slot.json.path("key").asText("");
            if (!key.isEmpty() && !slot.json.hasNonNull("id"))
                slot.json.put("id", EntityIds.of(slot.kind.wireName(), key).toString());
            if (key.isEmpty() && !slot.json.hasNonNull("digest")) problem(slot, "key", "required field missing");
            KeptSecrets.replace(slot.kind, slot.json, digest);
            if (keepsSecrets && !KeptSecrets.isKeptKey(key)) slot.json.put("key", key.isEmpty() ? null : key);
        }

        /** After ids are given, as a password is digested with one. */
        private void keepPassword(Slot slot) {
            if (slot.kind != Kind.BASICAUTH_CREDENTIALS) return;
            String password = slot.json.path("password").asText("");
            boolean isKept = KeptPassword.isKept(password) || !parts.isTransformed();
            if (!keepsSecrets && !isKept) KeptSecrets.replace(slot.kind, slot.json, digest);
            if (!isKept || password.isEmpty()) return;
            String consumer = slot.json.path("consumer").path("id").asText();
            slot.json.put("digest", KeptPassword.ofKong(password, consumer)).putNull("password");
        }

        private void completeConfig(Slot slot) {
            JsonNode config = slot.json.path("config");
            plugins.find(slot.json.path("name").asText())
                    .ifPresentOrElse(
                            known -> complete(known, config, slot),
                            () -> problem(
                                    slot,
                                    "name",
                                    "plugin '" + slot.json.path("name").asText()
                                            + "' is not one of this gateway's; it has: "
                                            + String.join(", ", plugins.names())));
        }

        private <C extends Record> void complete(Plugins.Known<C> known, JsonNode config, Slot slot) {
            PluginSchema.Reading<C> reading = known.read(config.isMissingNode() ? null : config);
            for (PluginSchema.Misfit misfit : reading.misfits())
                problem(slot, misfit.field() == null ? "config" : "config." + misfit.field(), misfit.message());
            // A config that cannot be read has been told; the rest of the plugin can still be looked at.
            slot.json.set("config", known.schema().complete(reading).orElseGet(ConfigJson.MAPPER::createObjectNode));
        }

        private void problem(Slot slot, String field, String message) {
            problem(slot, new ConfigProblem(slot.kind.wireName(), slot.id, slot.key(), field, message));
        }

        private void problem(Slot slot, ConfigProblem problem) {
            String at = problem.field() == null ? slot.path : slot.path + "." + problem.field();
            problems.add(new DocumentProblem(at, problem, slot.given));
        }
    }
}
