package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.openapi.ApiDocument.Generation;
import java.util.Map;
import java.util.Set;

/**
 * Puts schemas as authors mean them. Words of another generation of OpenAPI are common in real documents, and without a
 * discriminator's say an object often fits several of the schemas that it is to choose one of.
 */
final class UsualFaults {

    private static final Set<String> DATA = Set.of("example", "examples", "default", "enum", "const", "value");

    private UsualFaults() {}

    static void mend(JsonNode node, Generation generation) {
        if (node instanceof ObjectNode object) {
            nullable(object, generation);
            bounds(object, generation);
            choice(object);
            for (Map.Entry<String, JsonNode> member : object.properties())
                if (!isData(member.getKey(), member.getValue())) mend(member.getValue(), generation);
        } else if (node instanceof ArrayNode array) {
            for (JsonNode item : array) mend(item, generation);
        }
    }

    /** A property may have such a name as well; then a schema stands there, which is an object with words of its own. */
    private static boolean isData(String name, JsonNode value) {
        return name.startsWith("x-") || DATA.contains(name) && !(value.has("type") || value.has("$ref"));
    }

    private static void nullable(ObjectNode schema, Generation generation) {
        if (schema.path("x-nullable").isBoolean() && !schema.has("nullable"))
            schema.set("nullable", schema.get("x-nullable"));
        boolean mayBeNull =
                schema.path("nullable").asBoolean() && schema.path("nullable").isBoolean();
        if (generation != Generation.OPENAPI_3_1
                || !mayBeNull
                || !schema.path("type").isTextual()) return;
        String type = schema.path("type").textValue();
        schema.putArray("type").add(type).add("null");
    }

    /** In 3.1 a bound that excludes itself is a number, in 3.0 it is a word about the other bound. */
    private static void bounds(ObjectNode schema, Generation generation) {
        if (generation != Generation.OPENAPI_3_1) return;
        bound(schema, "exclusiveMinimum", "minimum");
        bound(schema, "exclusiveMaximum", "maximum");
    }

    private static void bound(ObjectNode schema, String exclusive, String inclusive) {
        JsonNode word = schema.path(exclusive);
        if (!word.isBoolean()) return;
        JsonNode number = schema.path(inclusive);
        schema.remove(exclusive);
        if (!word.asBoolean() || !number.isNumber()) return;
        schema.remove(inclusive);
        schema.set(exclusive, number);
    }

    /** One of several that a property tells apart: any that fits, but only where the property says so. */
    private static void choice(ObjectNode schema) {
        JsonNode discriminator = schema.path("discriminator");
        String property = discriminator.path("propertyName").asText();
        String word = schema.path("oneOf").isArray() ? "oneOf" : "anyOf";
        if (property.isEmpty() || !(schema.get(word) instanceof ArrayNode variants)) return;
        ArrayNode choice = schema.arrayNode();
        for (JsonNode variant : variants) choice.add(restricted(variant, property, discriminator.path("mapping")));
        schema.remove(word);
        schema.set("anyOf", choice);
    }

    private static JsonNode restricted(JsonNode variant, String property, JsonNode mapping) {
        String ref = variant.path("$ref").asText();
        if (!(variant instanceof ObjectNode) || ref.isEmpty()) return variant;
        ObjectNode restricted = ((ObjectNode) variant).objectNode();
        ArrayNode names = restricted.arrayNode();
        String name = ref.substring(ref.lastIndexOf('/') + 1);
        mapping.properties().forEach(entry -> {
            String target = entry.getValue().asText();
            if (target.equals(ref) || target.equals(name)) names.add(entry.getKey());
        });
        if (names.isEmpty()) return variant;
        ObjectNode named = restricted.objectNode();
        named.putObject("properties").putObject(property).set("enum", names);
        restricted.putArray("allOf").add(variant).add(named);
        return restricted;
    }
}
