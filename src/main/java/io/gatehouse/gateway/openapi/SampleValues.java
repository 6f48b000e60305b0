package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes a value that fits a schema: the author's own examples wherever there are some, the same value every time, and of bounded size.
 * A schema that contains itself is shown once.
 */
final class SampleValues {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final int DEEPEST = 8;
    private static final int MOST_VALUES = 500;
    private static final int MOST_LAYERS = 64;
    private static final int MOST_ITEMS = 5;
    private static final int LONGEST_TEXT = 1_000;

    private final UnaryOperator<JsonNode> follow;
    private int values;
    private int depth;

    private SampleValues(UnaryOperator<JsonNode> follow) {
        this.follow = follow;
    }

    /** @param follow where a reference leads to */
    static JsonNode of(JsonNode schema, UnaryOperator<JsonNode> follow) {
        return new SampleValues(follow).value(schema, List.of());
    }

    private JsonNode value(JsonNode schema, List<JsonNode> above) {
        values++;
        List<JsonNode> layers = new ArrayList<>();
        add(schema, layers, Collections.newSetFromMap(new IdentityHashMap<>()));
        JsonNode given = given(layers);
        if (!given.isMissingNode()) return given;
        List<JsonNode> inside = new ArrayList<>(above);
        inside.addAll(layers);
        depth++;
        JsonNode value = switch (type(layers)) {
            case "object" -> object(layers, inside);
            case "array" -> array(layers, inside);
            case "integer" -> number(layers, BigDecimal.ONE, true);
            case "number" -> number(layers, new BigDecimal("1.5"), false);
            case "boolean" -> MAKE.booleanNode(true);
            case "null" -> MAKE.nullNode();
            default -> MAKE.textNode(text(layers));
        };
        depth--;
        return value;
    }

    /** The schema, what it refers to, all that it is made of, and the first of what it leaves a choice between. */
    private void add(JsonNode schema, List<JsonNode> layers, Set<JsonNode> seen) {
        if (!schema.isObject() || layers.size() >= MOST_LAYERS || !seen.add(schema)) return;
        layers.add(schema);
        if (schema.has("$ref")) add(follow.apply(schema), layers, seen);
        for (JsonNode part : schema.path("allOf")) add(part, layers, seen);
        for (String choice : List.of("oneOf", "anyOf")) {
            for (JsonNode variant : schema.path(choice)) {
                if (variant.path("type").asText().equals("null")) continue;
                add(variant, layers, seen);
                break;
            }
        }
    }

    /** What the author says that the value may be. */
    private static JsonNode given(List<JsonNode> layers) {
        for (JsonNode layer : layers) {
            JsonNode examples = layer.path("examples");
            List<JsonNode> all = List.of(
                    layer.path("example"),
                    examples.isArray() ? examples.path(0) : examples.path(""),
                    layer.path("const"),
                    layer.path("default"),
                    layer.path("enum").path(0));
            for (JsonNode one : all) if (!one.isMissingNode() && !one.isNull()) return one;
        }
        return MissingNode.getInstance();
    }

    private static String type(List<JsonNode> layers) {
        for (JsonNode layer : layers) {
            JsonNode type = layer.path("type");
            if (type.isTextual()) return type.textValue();
            for (JsonNode one : type) if (!one.asText().equals("null")) return one.asText();
            if (type.isArray() && !type.isEmpty()) return "null";
        }
        for (JsonNode layer : layers) {
            if (layer.has("properties") || layer.has("additionalProperties")) return "object";
            if (layer.has("items") || layer.has("prefixItems")) return "array";
        }
        return "string";
    }

    private JsonNode object(List<JsonNode> layers, List<JsonNode> inside) {
        ObjectNode object = MAKE.objectNode();
        for (JsonNode layer : layers)
            for (Map.Entry<String, JsonNode> property : layer.path("properties").properties()) {
                String name = property.getKey();
                JsonNode schema = all(layers, name);
                boolean isSaid = !object.has(name)
                        && !follow.apply(schema).path("writeOnly").asBoolean();
                if (isSaid && mayGoOn(schema, inside)) object.set(name, value(schema, inside));
            }
        JsonNode others = first(layers, "additionalProperties");
        boolean isOpen = object.isEmpty() && others.isObject() && !others.isEmpty();
        if (isOpen && mayGoOn(others, inside)) object.set("key", value(others, inside));
        return object;
    }

    /** What all layers say about a property. */
    private static JsonNode all(List<JsonNode> layers, String name) {
        ArrayNode said = MAKE.arrayNode();
        for (JsonNode layer : layers) {
            JsonNode property = layer.path("properties").path(name);
            if (property.isObject()) said.add(property);
        }
        return said.size() == 1 ? said.get(0) : MAKE.objectNode().set("allOf", said);
    }

    private JsonNode array(List<JsonNode> layers, List<JsonNode> inside) {
        ArrayNode array = MAKE.arrayNode();
        for (JsonNode item : first(layers, "prefixItems")) if (mayGoOn(item, inside)) array.add(value(item, inside));
        JsonNode items = first(layers, "items");
        if (!items.isObject() || !mayGoOn(items, inside)) return array;
        int wanted = Math.min(MOST_ITEMS, Math.max(1, first(layers, "minItems").asInt(1)));
        JsonNode item = value(items, inside);
        while (array.size() < wanted) array.add(item);
        return array;
    }

    /** Neither too deep nor too much, nor the same again. */
    private boolean mayGoOn(JsonNode schema, List<JsonNode> inside) {
        JsonNode target = follow.apply(schema);
        return values < MOST_VALUES && depth < DEEPEST && inside.stream().noneMatch(layer -> layer == target);
    }

    private static JsonNode number(List<JsonNode> layers, BigDecimal usual, boolean isInteger) {
        BigDecimal step = decimal(first(layers, "multipleOf"), BigDecimal.ZERO);
        BigDecimal unit = step.signum() > 0 ? step : isInteger ? BigDecimal.ONE : new BigDecimal("0.5");
        BigDecimal least = bound(layers, "minimum", "exclusiveMinimum", unit);
        BigDecimal most = bound(layers, "maximum", "exclusiveMaximum", unit.negate());
        BigDecimal number = usual;
        if (most != null && number.compareTo(most) > 0) number = most;
        if (least != null && number.compareTo(least) < 0) number = least;
        if (step.signum() > 0)
            number = number.divide(step, 0, RoundingMode.CEILING).multiply(step);
        return isInteger ? MAKE.numberNode(number.toBigInteger()) : MAKE.numberNode(number);
    }

    /** Null for none. @param unit how far a value has to be from a bound that it may not be */
    private static BigDecimal bound(List<JsonNode> layers, String inclusive, String exclusive, BigDecimal unit) {
        JsonNode word = first(layers, exclusive);
        JsonNode bound = word.isNumber() ? word : first(layers, inclusive);
        BigDecimal number = decimal(bound, null);
        boolean isOutside = word.isNumber() || word.asBoolean();
        return number == null || !isOutside ? number : number.add(unit);
    }

    private static BigDecimal decimal(JsonNode number, BigDecimal otherwise) {
        boolean isUsable = number.isNumber() && Math.abs(number.doubleValue()) < 1e15;
        return isUsable ? number.decimalValue() : otherwise;
    }

    private static String text(List<JsonNode> layers) {
        String text = word(first(layers, "format").asText());
        int least = Math.min(LONGEST_TEXT, first(layers, "minLength").asInt(0));
        int most = Math.max(0, first(layers, "maxLength").asInt(LONGEST_TEXT));
        if (text.length() < least) text = text.repeat(least / text.length() + 1).substring(0, least);
        return text.length() > most ? text.substring(0, most) : text;
    }

    private static String word(String format) {
        return switch (format) {
            case "date" -> "2026-05-17";
            case "date-time" -> "2026-05-17T09:30:00Z";
            case "time" -> "09:30:00Z";
            case "duration" -> "P1D";
            case "uuid" -> "3f0c2d5e-8a41-4b7c-9d26-5e1f7a3b9c04";
            case "email", "idn-email" -> "ada@example.com";
            case "uri", "url", "iri", "uri-reference" -> "https://example.com";
            case "hostname", "idn-hostname" -> "example.com";
            case "ipv4" -> "192.0.2.1";
            case "ipv6" -> "2001:db8::1";
            case "byte" -> "aGVsbG8=";
            default -> "string";
        };
    }

    private static JsonNode first(List<JsonNode> layers, String word) {
        for (JsonNode layer : layers) if (layer.has(word)) return layer.get(word);
        return MissingNode.getInstance();
    }
}
