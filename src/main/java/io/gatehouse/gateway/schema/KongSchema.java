package io.gatehouse.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kong's own language for bodies: a list of fields, each with a type, rules for its type, and whether it must be there. */
public final class KongSchema {

    private static final int DEEPEST = 50;
    private static final String MISSING = "required field missing";
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "map", "array", "set", "record", "any");
    /** Those that say nothing about what a client may send. */
    private static final Set<String> SILENT = Set.of("type", "required", "default", "description", "err", "abstract");

    private KongSchema() {}

    /** @throws IllegalArgumentException with a message for the operator */
    public static ValueCheck compile(JsonNode schema) {
        ValueCheck record = record(schema, "", 0);
        return value -> {
            try {
                return record.problem(value);
            } catch (IllegalStateException tooLong) {
                return "it cannot be checked";
            }
        };
    }

    private record Field(boolean isRequired, ValueCheck check) {}

    /** A list of objects with one field each, or one object with all of them. */
    private static ValueCheck record(JsonNode fields, String path, int depth) {
        if (depth > DEEPEST) throw fault(path, "nested deeper than " + DEEPEST + " levels");
        Map<String, Field> known = new LinkedHashMap<>();
        if (fields.isObject()) {
            add(known, fields, path, depth);
        } else if (fields.isArray()) {
            fields.forEach(field -> add(known, field, path, depth));
        } else {
            throw fault(path, "fields are a list such as [{\"name\": {\"type\": \"string\"}}]");
        }
        return value -> value.isObject() ? problem(known, value) : "expected a record";
    }

    private static void add(Map<String, Field> known, JsonNode named, String path, int depth) {
        if (!named.isObject()) throw fault(path, "a field is an object such as {\"name\": {\"type\": \"string\"}}");
        named.properties().forEach(member -> {
            String place = path + "/" + member.getKey();
            JsonNode definition = member.getValue();
            known.put(
                    member.getKey(),
                    new Field(definition.path("required").asBoolean(), definition(definition, place, depth)));
        });
    }

    private static String problem(Map<String, Field> known, JsonNode value) {
        for (Map.Entry<String, JsonNode> member : value.properties())
            if (!known.containsKey(member.getKey())) return member.getKey() + ": unknown field";
        for (Map.Entry<String, Field> field : known.entrySet()) {
            JsonNode given = value.path(field.getKey());
            boolean isMissing = given.isMissingNode() || given.isNull();
            if (isMissing && !field.getValue().isRequired()) continue;
            String problem = isMissing ? MISSING : field.getValue().check().problem(given);
            if (problem != null) return field.getKey() + ": " + problem;
        }
        return null;
    }

    private static ValueCheck definition(JsonNode definition, String path, int depth) {
        String type = definition.path("type").asText();
        if (!TYPES.contains(type)) throw fault(path, "type must be one of " + String.join(", ", sorted(TYPES)));
        List<ValueCheck> checks = new ArrayList<>();
        checks.add(type(type));
        definition.properties().forEach(attribute -> {
            String name = attribute.getKey();
            if (SILENT.contains(name)) return;
            checks.add(
                    switch (name) {
                        case "elements" -> elements(definition(attribute.getValue(), path + "/elements", depth + 1));
                        case "keys" -> keys(definition(attribute.getValue(), path + "/keys", depth + 1));
                        case "values" -> values(definition(attribute.getValue(), path + "/values", depth + 1));
                        case "fields" -> record(attribute.getValue(), path, depth + 1);
                        default -> KongRule.of(name, attribute.getValue(), reason -> fault(path, reason));
                    });
        });
        require(definition, type, path);
        return value -> first(checks, value);
    }

    private static String first(List<ValueCheck> checks, JsonNode value) {
        for (ValueCheck check : checks) {
            String problem = check.problem(value);
            if (problem != null) return problem;
        }
        return null;
    }

    private static void require(JsonNode definition, String type, String path) {
        List<String> parts = switch (type) {
            case "map" -> List.of("keys", "values");
            case "array", "set" -> List.of("elements");
            case "record" -> List.of("fields");
            default -> List.of();
        };
        for (String part : parts) if (!definition.has(part)) throw fault(path, type + " needs " + part);
    }

    private static ValueCheck type(String type) {
        return switch (type) {
            case "string" -> value -> value.isTextual() ? null : "expected a string";
            case "number" -> value -> value.isNumber() ? null : "expected a number";
            case "integer" -> value -> isInteger(value) ? null : "expected an integer";
            case "boolean" -> value -> value.isBoolean() ? null : "expected a boolean";
            case "map" -> value -> value.isObject() ? null : "expected a map";
            case "record" -> value -> value.isObject() ? null : "expected a record";
            case "array" -> value -> value.isArray() ? null : "expected an array";
            case "set" -> value -> value.isArray() ? null : "expected a set";
            default -> ValueCheck.NONE;
        };
    }

    private static boolean isInteger(JsonNode value) {
        return value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
    }

    private static ValueCheck elements(ValueCheck each) {
        return value -> {
            for (int i = 0; i < value.size(); i++) {
                String problem = each.problem(value.path(i));
                if (problem != null) return (i + 1) + ": " + problem;
            }
            return null;
        };
    }

    private static ValueCheck keys(ValueCheck each) {
        return value -> {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String problem = each.problem(KongRule.text(member.getKey()));
                if (problem != null) return member.getKey() + ": " + problem;
            }
            return null;
        };
    }

    private static ValueCheck values(ValueCheck each) {
        return value -> {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String problem = each.problem(member.getValue());
                if (problem != null) return member.getKey() + ": " + problem;
            }
            return null;
        };
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private static IllegalArgumentException fault(String path, String reason) {
        return new IllegalArgumentException((path.isEmpty() ? "" : "at " + path + ": ") + reason);
    }
}
