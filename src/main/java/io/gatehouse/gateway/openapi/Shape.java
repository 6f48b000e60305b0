package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a parameter's text may be turned into, as its schema says: one value, a list or an object of values. Types are gathered
 * from all parts of a schema, since any of them may be the one that fits; without any the text stays text.
 */
record Shape(Set<String> types, Set<String> itemTypes, Map<String, Set<String>> propertyTypes, Set<String> otherTypes) {

    private static final int DEEPEST = 8;

    /** @param follow where a reference leads to */
    static Shape of(JsonNode schema, UnaryOperator<JsonNode> follow) {
        return new Reader(follow).read(schema);
    }

    boolean isArray() {
        return types.contains("array");
    }

    boolean isObject() {
        return types.contains("object") && !isArray();
    }

    Set<String> typesOf(String property) {
        return propertyTypes.getOrDefault(property, otherTypes);
    }

    private static final class Reader {
        private final UnaryOperator<JsonNode> follow;
        private final Set<String> items = new HashSet<>();
        private final Map<String, Set<String>> properties = new HashMap<>();
        private final Set<String> others = new HashSet<>();

        private Reader(UnaryOperator<JsonNode> follow) {
            this.follow = follow;
        }

        private Shape read(JsonNode schema) {
            Set<String> types = new HashSet<>();
            parts(schema, 0, part -> {
                types(part, types);
                collect(part.path("items"), items);
                collect(part.path("additionalProperties"), others);
                part.path("properties")
                        .properties()
                        .forEach(property -> collect(
                                property.getValue(),
                                properties.computeIfAbsent(property.getKey(), any -> new HashSet<>())));
            });
            return new Shape(types, items, properties, others);
        }

        private void collect(JsonNode schema, Set<String> types) {
            parts(schema, 0, part -> types(part, types));
        }

        /** The schema, what it refers to and what it is made of. */
        private void parts(JsonNode schema, int depth, java.util.function.Consumer<JsonNode> each) {
            JsonNode found = schema.has("$ref") ? follow.apply(schema) : schema;
            if (depth > DEEPEST || !found.isObject()) return;
            each.accept(found);
            for (String word : new String[] {"allOf", "anyOf", "oneOf"})
                for (JsonNode part : found.path(word)) parts(part, depth + 1, each);
        }

        private static void types(JsonNode schema, Set<String> types) {
            JsonNode type = schema.path("type");
            if (type.isTextual()) types.add(type.asText());
            for (JsonNode one : type) types.add(one.asText());
            if (schema.path("nullable").asBoolean()) types.add("null");
            if (!type.isMissingNode()) return;
            if (schema.has("properties")) types.add("object");
            if (schema.has("items")) types.add("array");
        }
    }
}
