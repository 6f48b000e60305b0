package io.gatehouse.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often schemas are asked about one value. A few lines in which each schema is made of the one below twice ask millions of
 * questions, and one that leads back to itself never ends asking: such schemas are refused before anybody sends a value.
 */
final class SchemaWeight {

    private static final long MOST = 20_000;
    private static final long BEING_WEIGHED = -1;
    private static final List<String> PARTS = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> OTHER_PARTS = List.of("not", "if", "then", "else");
    /** What stands in these is data, and looks like a schema by accident. */
    private static final List<String> DATA = List.of("enum", "const", "default", "example", "examples");

    private final JsonNode document;
    private final Map<JsonNode, Long> weights = new IdentityHashMap<>();

    SchemaWeight(JsonNode document) {
        this.document = document;
    }

    /** @throws IllegalArgumentException when the schema, or one that it holds or refers to, is too much */
    void check(JsonNode schema) {
        List<JsonNode> open = new ArrayList<>(List.of(schema));
        while (!open.isEmpty()) {
            JsonNode node = open.remove(open.size() - 1);
            if (!node.isContainerNode() || weights.containsKey(node)) continue;
            if (node.isObject()) weigh(node);
            else weights.put(node, 0L);
            node.properties().forEach(member -> {
                if (!DATA.contains(member.getKey())) open.add(member.getValue());
            });
            if (node.isArray()) node.forEach(open::add);
            open.add(target(node));
        }
    }

    private long weigh(JsonNode schema) {
        Long known = weights.get(schema);
        if (known != null && known != BEING_WEIGHED) return known;
        if (known != null)
            throw new IllegalArgumentException("a schema in it refers back to itself before it says anything");
        weights.put(schema, BEING_WEIGHED);
        long weight = 1;
        if (target(schema).isObject()) weight += weigh(target(schema));
        for (String word : PARTS) for (JsonNode part : schema.path(word)) if (part.isObject()) weight += weigh(part);
        for (String word : OTHER_PARTS) if (schema.path(word).isObject()) weight += weigh(schema.path(word));
        if (weight > MOST)
            throw new IllegalArgumentException(
                    "the schemas that it is made of unfold to more than " + MOST + " for one value");
        weights.put(schema, weight);
        return weight;
    }

    /** The schema that is referred to; a missing node if that is none of this document. */
    private JsonNode target(JsonNode schema) {
        String ref = schema.path("$ref").asText();
        if (!ref.startsWith("#")) return document.path("");
        try {
            return ref.equals("#") ? document : document.at(ref.substring(1));
        } catch (IllegalArgumentException noPointer) {
            return document.path("");
        }
    }
}
