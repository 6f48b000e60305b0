package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
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
        return new Run(object, now, false).read();
    }

    /** A topology by itself: its plugins may be for consumers that come by another way, and are named by their ids. */
    public DocumentReading readTopology(ObjectNode document, long now) {
        return new Run(document, now, true).read();
    }

    private static DocumentReading failed(List<DocumentProblem> problems) {
        return new DocumentReading(Optional.empty(), List.copyOf(problems), Map.of());
    }

    /** One document on its way. */
    private final class Run {
        private final long now;
        private final List<DocumentProblem> problems = new ArrayList<>();
        private final DocumentSlots parts;
        private final List<Slot> slots;
        private final SlotIndex index;
        private final Map<Kind<?>, List<Record>> records = new HashMap<>();

        Run(ObjectNode document, long now, boolean areConsumersElsewhere) {
            this.now = now;
            parts = new DocumentSlots(document, problems);
            slots = parts.slots();
            slots.forEach(this::keepKey);
            index = new SlotIndex(slots, problems, areConsumersElsewhere);
        }

        DocumentReading read() {
            index.identify();
            slots.forEach(this::keepPassword);
            index.join(parts.memberships());
            for (Kind<?> kind : Kind.ALL) for (Slot slot : index.of(kind)) read(kind, slot);
            if (!problems.isEmpty()) return failed(problems);
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
                    .ifPresent(entity -> records.computeIfAbsent(kind, any -> new ArrayList<>())
                            .add(entity));
        }

        /** Before ids are given, as a key is known by its digest. */
        private void keepKey(Slot slot) {
            if (slot.kind != Kind.KEYAUTH_CREDENTIALS) return;
            String key = slot.json.path("key").asText("");
            if (!key.isEmpty() && !slot.json.hasNonNull("id"))
                slot.json.put("id", EntityIds.of(slot.kind.wireName(), key).toString());
            if (key.isEmpty() && !slot.json.hasNonNull("digest")) problem(slot, "key", "required field missing");
            KeptSecrets.replace(slot.kind, slot.json, digest);
        }

        /** After ids are given, as a password is digested with one. */
        private void keepPassword(Slot slot) {
            if (slot.kind != Kind.BASICAUTH_CREDENTIALS) return;
            if (parts.isTransformed()) {
                KeptSecrets.replace(slot.kind, slot.json, digest);
            } else if (slot.json.hasNonNull("password")) {
                slot.json.set("digest", slot.json.get("password"));
                slot.json.putNull("password");
            }
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
