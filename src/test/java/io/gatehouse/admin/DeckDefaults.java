package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What decK fills into the entities of a file before it compares them, by the schemas that the Admin API tells. */
final class DeckDefaults {
    private DeckDefaults() {}

    /** The defaults of an entity's fields, those of records within them too. */
    static ObjectNode flat(JsonNode schema) {
        ObjectNode defaults = ConfigJson.MAPPER.createObjectNode();
        for (JsonNode one : schema.path("fields")) {
            String name = one.fieldNames().next();
            JsonNode field = one.get(name);
            if (field.path("type").asText().equals("record")) defaults.set(name, flat(field));
            else if (field.has("default")) defaults.set(name, field.get("default"));
        }
        return defaults;
    }

    /** What is not given becomes the default; an empty list never does. */
    static void merge(ObjectNode entity, ObjectNode defaults) {
        defaults.properties().forEach(each -> {
            JsonNode own = entity.get(each.getKey());
            JsonNode usual = each.getValue();
            if (usual instanceof ObjectNode record) {
                ObjectNode inner = own instanceof ObjectNode known ? known : ConfigJson.MAPPER.createObjectNode();
                merge(inner, record);
                if (!inner.isEmpty()) entity.set(each.getKey(), inner);
            } else if ((own == null || own.isNull()) && !(usual.isArray() && usual.isEmpty())) {
                entity.set(each.getKey(), usual);
            }
        });
    }

    static void fillPlugin(ObjectNode plugin, JsonNode schema) {
        for (JsonNode one : schema.path("fields")) {
            if (one.has("config"))
                plugin.set(
                        "config",
                        filled(
                                one.get("config"),
                                plugin.path("config") instanceof ObjectNode config
                                        ? config
                                        : ConfigJson.MAPPER.createObjectNode()));
            if (one.path("protocols").has("default") && !plugin.hasNonNull("protocols"))
                plugin.set("protocols", one.path("protocols").get("default"));
        }
        if (!plugin.hasNonNull("enabled")) plugin.put("enabled", true);
    }

    private static ObjectNode filled(JsonNode schema, ObjectNode config) {
        ObjectNode filled = config.deepCopy();
        for (JsonNode one : schema.path("fields")) {
            String name = one.fieldNames().next();
            JsonNode field = one.get(name);
            JsonNode own = config.get(name);
            boolean isGiven = own != null && !own.isNull();
            String type = field.path("type").asText();
            if (own != null && !own.isObject() && !own.isArray()) continue;
            if (isGiven && own.isObject() && field.has("keys") && field.has("values")) continue;
            boolean isOfRecords = field.path("elements").path("type").asText().equals("record");
            if (isGiven && own.isArray() && !isOfRecords) continue;
            if (type.equals("record") && (isGiven || field.path("required").asBoolean())) {
                ObjectNode inner = own instanceof ObjectNode known ? known : ConfigJson.MAPPER.createObjectNode();
                ObjectNode whole = filled(field, inner);
                if (!whole.isEmpty()) filled.set(name, whole);
            } else if (isGiven && own instanceof ArrayNode list && !list.isEmpty()) {
                ArrayNode all = filled.putArray(name);
                list.forEach(each ->
                        all.add(each instanceof ObjectNode record ? filled(field.get("elements"), record) : each));
            } else {
                filled.set(name, field.has("default") ? field.get("default") : NullNode.instance);
            }
        }
        return filled;
    }

    /** The fields that count, in a form that differs when decK sees a difference. */
    static Map<String, JsonNode> comparable(Kind<?> kind, ObjectNode entity) {
        Map<String, JsonNode> fields = new TreeMap<>();
        entity.properties().forEach(member -> fields.put(member.getKey(), normal(member.getValue())));
        List.of("id", "created_at", "updated_at", "cert_digest", "snis").forEach(fields::remove);
        if (kind == Kind.BASICAUTH_CREDENTIALS) fields.remove("password");
        if (kind == Kind.JWT_SECRETS) fields.putIfAbsent("algorithm", TextNode.valueOf("HS256"));
        // Of entities Go knows every field, of configs only those that are there.
        if (kind != Kind.PLUGINS) fields.values().forEach(DeckDefaults::dropNulls);
        fields.computeIfPresent("tags", (name, tags) -> tags.isEmpty() ? null : sorted(tags));
        if (kind == Kind.PLUGINS) fields.computeIfPresent("protocols", (name, protocols) -> sorted(protocols));
        fields.values().removeIf(JsonNode::isNull);
        return fields;
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object)
            object.properties().removeIf(member -> member.getValue().isNull());
        node.forEach(DeckDefaults::dropNulls);
    }

    private static JsonNode sorted(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asText()));
        ArrayNode sorted = ConfigJson.MAPPER.createArrayNode();
        all.stream().sorted().forEach(sorted::add);
        return sorted;
    }

    /** Numbers are equal whatever they are written like; members have no order. */
    private static JsonNode normal(JsonNode node) {
        if (node.isNumber()) return DoubleNode.valueOf(node.asDouble());
        if (node instanceof ArrayNode array) {
            ArrayNode copy = ConfigJson.MAPPER.createArrayNode();
            array.forEach(item -> copy.add(normal(item)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) return node;
        ObjectNode copy = ConfigJson.MAPPER.createObjectNode();
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(member -> sorted.put(member.getKey(), normal(member.getValue())));
        sorted.forEach(copy::set);
        return copy;
    }
}
