package io.gatehouse.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.web.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A form made from the JSON Schema of a plugin's configuration, and the way back from what was typed to a document. Knows
 * objects within objects, lists of texts (one a line), numbers, switches and choices: what plugin records consist of.
 */
final class SchemaForm {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SchemaForm() {}

    /** What a field is edited with. */
    enum Control {
        TEXT,
        NUMBER,
        SWITCH,
        CHOICE,
        LINES,
        GROUP
    }

    /**
     * One field of the form.
     *
     * @param name path with dots, such as {@code add.headers}; also the name in the form
     * @param value as text; the lines of a list, {@code true} or {@code false} of a switch
     * @param fields of a group, else empty
     */
    record Field(
            String name,
            String label,
            String help,
            Control control,
            String value,
            String placeholder,
            List<String> options,
            boolean required,
            List<Field> fields) {
        public boolean isOn() {
            return "true".equals(value);
        }
    }

    /** The fields of a schema, filled from a configuration, which may be null. */
    static List<Field> fields(JsonNode schema, JsonNode config) {
        return fields(schema, config, "");
    }

    private static List<Field> fields(JsonNode schema, JsonNode config, String prefix) {
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode value = config == null ? null : config.get(property.getKey());
            boolean required = contains(schema.path("required"), property.getKey());
            fields.add(field(prefix + property.getKey(), property.getValue(), value, required));
        }
        return fields;
    }

    private static Field field(String name, JsonNode schema, JsonNode value, boolean required) {
        Control control = control(schema);
        JsonNode preset = schema.path("default");
        JsonNode shown = value == null || value.isNull() ? preset : value;
        String label = name.substring(name.lastIndexOf('.') + 1);
        List<Field> inner = control == Control.GROUP ? fields(schema, shown, name + ".") : List.of();
        String placeholder = control == Control.LINES ? "one a line" : "";
        return new Field(
                name,
                label,
                schema.path("description").asText(""),
                control,
                control == Control.GROUP ? "" : text(shown),
                placeholder,
                options(schema),
                required,
                inner);
    }

    private static Control control(JsonNode schema) {
        if (!options(schema).isEmpty()) return Control.CHOICE;
        return switch (type(schema)) {
            case "object" -> Control.GROUP;
            case "array" -> Control.LINES;
            case "boolean" -> Control.SWITCH;
            case "integer", "number" -> Control.NUMBER;
            default -> Control.TEXT;
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

    private static String text(JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) return "";
        if (!value.isArray()) return value.asText();
        List<String> lines = new ArrayList<>();
        value.forEach(item -> lines.add(item.asText()));
        return String.join("\n", lines);
    }

    /**
     * The configuration that was typed. A field left empty is left out, so that the plugin's default applies.
     *
     * @throws Refused when a number is none; everything else is judged by the plugin itself
     */
    static ObjectNode read(JsonNode schema, Map<String, List<String>> typed) {
        return read(schema, typed, "");
    }

    private static ObjectNode read(JsonNode schema, Map<String, List<String>> typed, String prefix) {
        ObjectNode config = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode value = value(prefix + property.getKey(), property.getValue(), typed);
            if (value != null) config.set(property.getKey(), value);
        }
        return config;
    }

    private static JsonNode value(String name, JsonNode schema, Map<String, List<String>> typed) {
        Control control = control(schema);
        if (control == Control.GROUP) {
            ObjectNode group = read(schema, typed, name + ".");
            return group.isEmpty() ? null : group;
        }
        List<String> values = typed.getOrDefault(name, List.of());
        // The form sends a hidden "false" before the box's "true": the last one counts, and none means that the field
        // was not there.
        if (control == Control.SWITCH)
            return values.isEmpty()
                    ? null
                    : JSON.booleanNode(values.get(values.size() - 1).equals("true"));
        String text = values.isEmpty() ? "" : values.get(0).strip();
        if (control == Control.LINES) return lines(name, schema, text);
        if (text.isEmpty()) return null;
        return control == Control.NUMBER ? number(name, text) : JSON.textNode(text);
    }

    private static ArrayNode lines(String name, JsonNode schema, String text) {
        ArrayNode lines = JSON.arrayNode();
        boolean numbers = List.of("integer", "number").contains(type(schema.path("items")));
        Arrays.stream(text.split("\\R"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    if (numbers) lines.add(number(name, line));
                    else lines.add(line);
                });
        return lines.isEmpty() ? null : lines;
    }

    private static JsonNode number(String name, String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            return number.stripTrailingZeros().scale() <= 0 && number.precision() - number.scale() < 18
                    ? JSON.numberNode(number.longValueExact())
                    : JSON.numberNode(number);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new Refused(name, "“" + text + "” is not a number.");
        }
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode item : array) if (item.asText().equals(text)) return true;
        return false;
    }
}
