package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.util.ArrayList;
import java.util.List;

/** A JSON Schema told in the shape that tools for Kong read: a list of named fields, each with type, default and limits. */
final class KongSchema {
    private KongSchema() {}

    /** The fields of an object. */
    static ArrayNode fields(JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        ArrayNode fields = ConfigJson.MAPPER.createArrayNode();
        schema.path("properties").properties().forEach(property -> {
            ObjectNode field = field(property.getValue());
            // Tools fill a record that is always there field by field, and take another one for null.
            boolean isAlwaysThere = property.getValue().path("default").isObject()
                    && field.path("type").asText().equals("record");
            if (required.contains(property.getKey()) || isAlwaysThere) field.put("required", true);
            fields.addObject().set(property.getKey(), field);
        });
        return fields;
    }

    private static ObjectNode field(JsonNode schema) {
        String type = type(schema);
        ObjectNode field = ConfigJson.MAPPER.createObjectNode().put("type", type);
        copy(schema, "description", field, "description");
        if (!type.equals("record")) copy(schema, "default", field, "default");
        copy(schema, "pattern", field, "match");
        ArrayNode choices = choices(schema);
        if (!choices.isEmpty()) field.set("one_of", choices);
        if (schema.has("minimum") && schema.has("maximum"))
            field.putArray("between").add(schema.get("minimum")).add(schema.get("maximum"));
        else if (schema.path("exclusiveMinimum").isNumber()) field.set("gt", schema.get("exclusiveMinimum"));
        if (schema.path("writeOnly").asBoolean()) field.put("encrypted", true);
        switch (type) {
            case "record" -> field.set("fields", fields(schema));
            case "array" -> field.set("elements", field(schema.path("items")));
            case "map" -> {
                field.putObject("keys").put("type", "string");
                field.set("values", field(schema.path("additionalProperties")));
            }
            default -> {}
        }
        return field;
    }

    private static String type(JsonNode schema) {
        String type = schema.path("type").asText();
        for (JsonNode one : schema.path("type")) if (!one.asText().equals("null")) type = one.asText();
        return switch (type) {
            case "object" -> schema.has("properties") ? "record" : "map";
            case "integer", "number", "boolean", "array" -> type;
            default -> "string";
        };
    }

    private static ArrayNode choices(JsonNode schema) {
        ArrayNode choices = ConfigJson.MAPPER.createArrayNode();
        schema.path("enum").forEach(choice -> {
            if (!choice.isNull()) choices.add(choice);
        });
        return choices;
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String toName) {
        JsonNode value = from.get(name);
        if (value != null && !value.isNull()) to.set(toName, value);
    }
}
