package io.gatehouse.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.Masking;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.web.Form;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A form made from the JSON Schema of a plugin's configuration, and the way back from what was typed to a document. Knows
 * objects within objects, lists and maps of texts (one a line; of objects, in JSON), numbers, switches, choices and secrets: what plugin records consist of.
 * What does not fit a field goes on as it was typed, so that the plugin names it beside all other problems.
 */
final class SchemaForm {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ROOT = "config.";

    private SchemaForm() {}

    /** What a field is edited with. */
    enum Control {
        TEXT,
        NUMBER,
        SWITCH,
        CHOICE,
        LINES,
        DOCUMENT,
        SECRET,
        GROUP
    }

    /**
     * One field of the form; its value is in the {@link Form} that goes with it.
     *
     * @param name path in the plugin's document, such as {@code config.add.headers}; also the name in the form
     * @param isOnlyInFiles whether nobody would set it here
     * @param fields of a group, else empty
     */
    public record Field(
            String name,
            String wireName,
            String label,
            String help,
            Control control,
            List<String> options,
            boolean required,
            boolean isOnlyInFiles,
            List<Field> fields) {

        private static final int LEAST_ROWS = 2;
        private static final int MOST_ROWS = 8;

        /** Whether there is a place for it in this form: what is only in files is shown where a file has set it. */
        public boolean isShown(Form form) {
            return !isOnlyInFiles
                    || all().anyMatch(field -> !form.value(field.name).isEmpty()
                            || !form.error(field.name).isEmpty());
        }

        /** Lines that are seen at once. */
        public int rows(Form form) {
            long lines = form.value(name).lines().count();
            return (int) Math.max(LEAST_ROWS, Math.min(MOST_ROWS, lines));
        }

        /** The control for templates, in lower case. */
        public String kind() {
            return control.name().toLowerCase(Locale.ROOT);
        }

        /** What can be typed in a group; groups within it are not set apart. */
        public List<Field> leaves() {
            return fields.stream()
                    .flatMap(Field::all)
                    .filter(field -> field.control != Control.GROUP)
                    .toList();
        }

        Stream<Field> all() {
            return Stream.concat(Stream.of(this), fields.stream().flatMap(Field::all));
        }
    }

    static List<Field> fields(JsonNode schema) {
        return fields(schema, ROOT);
    }

    private static List<Field> fields(JsonNode schema, String prefix) {
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = prefix + property.getKey();
            JsonNode field = property.getValue();
            Control control = control(field);
            fields.add(new Field(
                    name,
                    property.getKey(),
                    label(property.getKey()),
                    field.path("description").asText(""),
                    control,
                    options(field),
                    contains(schema.path("required"), property.getKey()),
                    isOnlyInFiles(field),
                    control == Control.GROUP ? fields(field, name + ".") : List.of()));
        }
        return fields;
    }

    private static boolean isOnlyInFiles(JsonNode schema) {
        return schema.path("deprecated").asBoolean();
    }

    /** What a field is called in the form. */
    static String label(String wireName) {
        String text = wireName.replace('_', ' ');
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static Control control(JsonNode schema) {
        if (schema.path("writeOnly").asBoolean()) return Control.SECRET;
        if (!options(schema).isEmpty()) return Control.CHOICE;
        return switch (type(schema)) {
            case "object" -> isMap(schema) ? Control.LINES : Control.GROUP;
            case "array" -> Control.LINES;
            case "boolean" -> Control.SWITCH;
            case "integer", "number" -> Control.NUMBER;
            default -> schema.path("format").asText().equals("textarea") ? Control.DOCUMENT : Control.TEXT;
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) return type.asText();
        for (JsonNode one : type) if (!one.asText().equals("null")) return one.asText();
        return schema.has("properties") ? "object" : "string";
    }

    private static List<String> options(JsonNode schema) {
        List<String> options = new ArrayList<>();
        schema.path("enum").forEach(option -> {
            if (!option.isNull()) options.add(option.asText());
        });
        return options;
    }

    /** The form filled from a configuration, which may be empty; secrets stay out of it. */
    static Form fill(Form form, JsonNode schema, JsonNode config) {
        return fill(form, schema, config, ROOT);
    }

    private static Form fill(Form form, JsonNode schema, JsonNode config, String prefix) {
        Form filled = form;
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = prefix + property.getKey();
            JsonNode field = property.getValue();
            JsonNode given = config.path(property.getKey());
            if (isOnlyInFiles(field) && (given.isMissingNode() || given.isNull())) continue;
            JsonNode value = given.isMissingNode() || given.isNull() ? field.path("default") : given;
            filled = switch (control(field)) {
                case GROUP -> fill(filled, field, value, name + ".");
                case SECRET -> filled;
                default -> filled.with(name, text(value));
            };
        }
        return filled;
    }

    /** What a configuration holds when nobody says anything. */
    static ObjectNode presets(JsonNode schema) {
        ObjectNode presets = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode field = property.getValue();
            JsonNode preset = control(field) == Control.GROUP ? presets(field) : field.path("default");
            if (!preset.isMissingNode()) presets.set(property.getKey(), preset);
        }
        return presets;
    }

    private static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) return "";
        List<String> lines = new ArrayList<>();
        if (value.isObject()) {
            value.properties().forEach(entry -> lines.add(entry.getKey() + ":" + line(entry.getValue())));
            return String.join("\n", lines);
        }
        if (!value.isArray()) return value.asText();
        value.forEach(item -> lines.add(line(item)));
        return String.join("\n", lines);
    }

    private static String line(JsonNode item) {
        return item.isObject() ? item.toString() : item.asText();
    }

    /**
     * The configuration that was typed. A field left empty is left out, so that the plugin's default applies; a secret left empty
     * keeps the value that is stored.
     */
    static ObjectNode read(JsonNode schema, Form typed, JsonNode stored) {
        return read(schema, typed, stored, ROOT);
    }

    private static ObjectNode read(JsonNode schema, Form typed, JsonNode stored, String prefix) {
        ObjectNode config = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            JsonNode value = value(prefix + name, property.getValue(), typed, stored.path(name));
            if (value != null) config.set(name, value);
        }
        return config;
    }

    private static JsonNode value(String name, JsonNode schema, Form typed, JsonNode stored) {
        Control control = control(schema);
        if (control == Control.GROUP) {
            ObjectNode group = read(schema, typed, stored, name + ".");
            return group.isEmpty() ? null : group;
        }
        List<String> values = typed.values(name);
        // The form sends a hidden "false" before the box's "true": the last one counts, and none means that the field
        // was not there.
        if (control == Control.SWITCH)
            return values.isEmpty()
                    ? null
                    : JSON.booleanNode(values.get(values.size() - 1).equals("true"));
        String text = values.isEmpty() ? "" : values.get(0).strip();
        if (control == Control.SECRET && text.isEmpty())
            return stored.isTextual() ? JSON.textNode(Masking.HIDDEN) : null;
        if (control == Control.LINES) return isMap(schema) ? entries(schema, text) : lines(schema, text);
        if (text.isEmpty()) return null;
        return control == Control.NUMBER ? number(text) : JSON.textNode(text);
    }

    /** Names and texts, which a form shows as lines of {@code name:value}. */
    private static boolean isMap(JsonNode schema) {
        return type(schema).equals("object") && schema.path("properties").isEmpty();
    }

    private static ObjectNode entries(JsonNode schema, String text) {
        ObjectNode entries = JSON.objectNode();
        boolean objects = type(schema.path("additionalProperties")).equals("object");
        for (String line : text.split("\\R")) {
            String[] nameAndValue = line.strip().split(":", 2);
            if (nameAndValue[0].isBlank()) continue;
            String value = nameAndValue.length == 1 ? "" : nameAndValue[1].strip();
            entries.set(nameAndValue[0].strip(), objects ? object(value) : JSON.textNode(value));
        }
        return entries.isEmpty() ? null : entries;
    }

    private static ArrayNode lines(JsonNode schema, String text) {
        ArrayNode lines = JSON.arrayNode();
        boolean numbers = List.of("integer", "number").contains(type(schema.path("items")));
        boolean objects = type(schema.path("items")).equals("object");
        Arrays.stream(text.split("\\R"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> lines.add(numbers ? number(line) : objects ? object(line) : JSON.textNode(line)));
        return lines.isEmpty() ? null : lines;
    }

    /** An object of a list is a line of JSON. */
    private static JsonNode object(String line) {
        try {
            JsonNode object = ConfigJson.MAPPER.readTree(line);
            return object.isMissingNode() ? JSON.textNode(line) : object;
        } catch (JsonProcessingException broken) {
            return JSON.textNode(line);
        }
    }

    private static JsonNode number(String text) {
        if (!text.matches("-?\\d{1,18}(\\.\\d{1,9})?")) return JSON.textNode(text);
        return text.contains(".") ? JSON.numberNode(new BigDecimal(text)) : JSON.numberNode(Long.parseLong(text));
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode item : array) if (item.asText().equals(text)) return true;
        return false;
    }
}
