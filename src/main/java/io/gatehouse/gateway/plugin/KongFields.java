package io.gatehouse.gateway.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Fields of Kong's plugins that ours lack. A file that Kong has written names all of them, nearly always with a value that asks for
 * nothing: those are let pass, and kept, so that whoever compares the file with what is in force finds no difference. Any other
 * value is told, as what it asks for would be missed. {@code kong-fields.json} has them by plugin: a list of the values that ask for
 * nothing (null always is one), an object for a record, or “any” for what makes no difference here.
 */
final class KongFields {

    private static final JsonNode ALL = all();
    private static final String ANY = "any";

    private final JsonNode lacking;

    /** @param plugin by its name; those that Kong has not lack nothing */
    KongFields(String plugin) {
        this.lacking = ALL.path(plugin);
    }

    private static JsonNode all() {
        try (InputStream table = KongFields.class.getResourceAsStream("kong-fields.json")) {
            return ConfigJson.MAPPER.readTree(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is anything to look for. */
    boolean isEmpty() {
        return lacking.isEmpty();
    }

    /**
     * Takes them out of a config, so that what stays is for the plugin.
     *
     * @param known the plugin's own schema
     * @param problems takes a field and what is wrong with its value
     * @return those that ask for nothing
     */
    ObjectNode takeFrom(ObjectNode config, JsonNode known, BiConsumer<String, String> problems) {
        return take(config, lacking, known, "", problems);
    }

    private static ObjectNode take(
            ObjectNode config, JsonNode lacking, JsonNode known, String path, BiConsumer<String, String> problems) {
        ObjectNode taken = ConfigJson.MAPPER.createObjectNode();
        for (var field : lacking.properties()) {
            String name = field.getKey();
            JsonNode value = config.get(name);
            JsonNode allowed = field.getValue();
            JsonNode knownHere = known.path("properties").path(name);
            if (value == null) {
                continue;
            }
            if (allowed.isObject() && value instanceof ObjectNode record) {
                taken.set(name, take(record, allowed, knownHere, path + name + ".", problems));
                record.fieldNames().forEachRemaining(left -> {
                    if (knownHere.isMissingNode()) problems.accept(path + name + "." + left, "unknown field");
                });
            } else if (knownHere.isMissingNode()) {
                taken.set(name, value);
                if (!asksForNothing(value, allowed)) problems.accept(path + name, message(allowed));
            }
            if (knownHere.isMissingNode()) config.remove(name);
        }
        return taken;
    }

    private static boolean asksForNothing(JsonNode value, JsonNode allowed) {
        boolean isNothing = value.isNull() || value.isContainerNode() && value.isEmpty();
        if (isNothing || allowed.asText().equals(ANY)) {
            return true;
        }
        for (JsonNode one : allowed) {
            if (allowed.isArray() && plain(one).equals(plain(value))) return true;
        }
        return false;
    }

    /** Kong's lists are sets, its numbers have no kinds, and a null is as good as nothing. */
    private static Object plain(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (!value.isContainerNode()) {
            return value;
        }
        TreeSet<String> parts = new TreeSet<>();
        if (value.isArray()) {
            value.forEach(entry -> parts.add(plain(entry).toString()));
        } else {
            value.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> parts.add(field.getKey() + "=" + plain(field.getValue())));
        }
        return parts;
    }

    private static String message(JsonNode allowed) {
        List<String> values = new ArrayList<>(List.of("null"));
        if (allowed.isArray()) allowed.forEach(value -> values.add(value.toString()));
        return PluginSchema.LACKING + String.join(", ", values);
    }
}
