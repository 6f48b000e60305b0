package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.plugin.Arguments;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the text of a parameter: apart into its values as its style says, and each into the type that its schema asks for. Only
 * values and the members of one list or object are typed; that is as far as OpenAPI's styles go.
 */
public final class ParameterText {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,300})(\\.\\d{1,300})?([eE][-+]?\\d{1,3})?");
    private static final List<JsonNode> NOT_READ = List.of();

    /** As it stands. */
    public static final ParameterText TEXT = new ParameterText(
            new Shape(Set.of("string"), Set.of(), Map.of(), Set.of()), ParameterStyle.SIMPLE, false, false);

    private final Shape shape;
    private final ParameterStyle style;
    private final boolean isExploded;
    /** Its text is JSON, whatever its schema is like. */
    private final boolean isJson;

    private ParameterText(Shape shape, ParameterStyle style, boolean isExploded, boolean isJson) {
        this.shape = shape;
        this.style = style;
        this.isExploded = isExploded;
        this.isJson = isJson;
    }

    static ParameterText json() {
        return new ParameterText(null, ParameterStyle.SIMPLE, false, true);
    }

    static ParameterText styled(Shape shape, ParameterStyle style, boolean isExploded) {
        return new ParameterText(shape, style, isExploded, false);
    }

    /**
     * Of a schema that stands alone.
     *
     * @param style null for what is usual at the place
     * @param isExploded null for what is usual with the style
     */
    public static ParameterText styled(
            JsonNode schema, ParameterPlace place, ParameterStyle style, Boolean isExploded) {
        ParameterStyle used = style == null ? place.usualStyle() : style;
        boolean explodes = isExploded == null ? used == ParameterStyle.FORM : isExploded;
        return styled(Shape.of(schema, ref -> schema.at(pointer(ref))), used, explodes);
    }

    private static String pointer(JsonNode ref) {
        String text = ref.path("$ref").asText();
        return text.startsWith("#/") ? text.substring(1) : "";
    }

    /**
     * What the parameter may mean, most likely first; null if it is not there, and nothing if it is there in a way that cannot be
     * checked.
     */
    List<JsonNode> read(ParameterPlace place, String name, GivenParameters given) {
        if (place == ParameterPlace.QUERY && !isJson) return query(name, given.query());
        String text = switch (place) {
            case QUERY -> given.query().first(name);
            case HEADER -> header(given.headers().getAll(name));
            case PATH -> path(name, given.path(name));
        };
        if (text == null) return null;
        if (isJson) return parsed(text);
        char separator = place == ParameterPlace.PATH && isExploded ? explodedSeparator() : ',';
        if (shape.isArray()) return List.of(array(split(text, separator, place), name));
        if (shape.isObject()) return List.of(object(split(text, separator, place), isExploded));
        return scalars(decoded(text, place), shape.types());
    }

    private static String header(List<String> values) {
        return values.isEmpty() ? null : String.join(",", values);
    }

    /** Without what label and matrix put in front of it. */
    private String path(String name, String text) {
        if (text == null) return null;
        if (style == ParameterStyle.LABEL && text.startsWith(".")) return text.substring(1);
        if (style != ParameterStyle.MATRIX || !text.startsWith(";")) return text;
        boolean isNamed = text.startsWith(name + "=", 1) && !(isExploded && (shape.isArray() || shape.isObject()));
        return text.substring(isNamed ? name.length() + 2 : 1);
    }

    private char explodedSeparator() {
        return style == ParameterStyle.LABEL ? '.' : style == ParameterStyle.MATRIX ? ';' : ',';
    }

    private List<JsonNode> query(String name, Arguments query) {
        if (style == ParameterStyle.DEEP_OBJECT) return deepObject(name, query);
        if (shape.isObject() && isExploded) return spreadObject(query);
        if (!query.has(name)) return null;
        if (!shape.isArray() && !shape.isObject()) return scalars(query.first(name), shape.types());
        List<String> values = query.all(name);
        if (shape.isArray() && isExploded) return List.of(array(values, name));
        char separator =
                style == ParameterStyle.PIPE_DELIMITED ? '|' : style == ParameterStyle.SPACE_DELIMITED ? ' ' : ',';
        List<String> parts = split(values.get(0), separator, ParameterPlace.QUERY);
        return List.of(shape.isArray() ? array(parts, name) : object(parts, false));
    }

    /** Each property is an argument of its own; those that are not known by name belong to somebody else. */
    private List<JsonNode> spreadObject(Arguments query) {
        ObjectNode object = ConfigJson.MAPPER.createObjectNode();
        for (String property : shape.propertyTypes().keySet())
            if (query.has(property)) object.set(property, scalar(query.first(property), shape.typesOf(property)));
        return object.isEmpty() ? null : List.of(object);
    }

    private List<JsonNode> deepObject(String name, Arguments query) {
        ObjectNode object = ConfigJson.MAPPER.createObjectNode();
        for (String argument : query.names()) {
            if (!argument.startsWith(name + "[") || !argument.endsWith("]")) continue;
            String property = argument.substring(name.length() + 1, argument.length() - 1);
            // Deeper than OpenAPI describes: it is there, and nobody can say what it should be like.
            if (property.isEmpty() || property.indexOf('[') >= 0) return NOT_READ;
            object.set(property, scalar(query.first(argument), shape.typesOf(property)));
        }
        return object.isEmpty() ? null : List.of(object);
    }

    private static List<String> split(String text, char separator, ParameterPlace place) {
        List<String> parts = new ArrayList<>();
        if (text.isEmpty()) return parts;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != separator) continue;
            parts.add(decoded(text.substring(from, i), place));
            from = i + 1;
        }
        return parts;
    }

    private static String decoded(String text, ParameterPlace place) {
        if (place == ParameterPlace.HEADER) return text.strip();
        if (place != ParameterPlace.PATH || text.indexOf('%') < 0) return text;
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException cutInTheMiddle) {
            return text;
        }
    }

    private ArrayNode array(List<String> texts, String name) {
        ArrayNode array = ConfigJson.MAPPER.createArrayNode();
        boolean isNamed = style == ParameterStyle.MATRIX && isExploded;
        for (String text : texts)
            array.add(scalar(
                    isNamed && text.startsWith(name + "=") ? text.substring(name.length() + 1) : text,
                    shape.itemTypes()));
        return array;
    }

    /** Names and values by turns, or joined by equals signs. */
    private ObjectNode object(List<String> texts, boolean isJoined) {
        ObjectNode object = ConfigJson.MAPPER.createObjectNode();
        for (int i = 0; i < texts.size(); i += isJoined ? 1 : 2) {
            String name = texts.get(i);
            int equals = name.indexOf('=');
            if (isJoined && equals >= 0) {
                String property = name.substring(0, equals);
                object.set(property, scalar(name.substring(equals + 1), shape.typesOf(property)));
            } else if (!isJoined && i + 1 < texts.size()) {
                object.set(name, scalar(texts.get(i + 1), shape.typesOf(name)));
            } else {
                object.set(name, scalar("", shape.typesOf(name)));
            }
        }
        return object;
    }

    private static JsonNode scalar(String text, Set<String> types) {
        return scalars(text, types).get(0);
    }

    /** All that the text may be by these types; the text itself where it can be nothing else, so that the schema says what is wrong. */
    private static List<JsonNode> scalars(String text, Set<String> types) {
        var make = ConfigJson.MAPPER.getNodeFactory();
        boolean isAny = types.isEmpty();
        List<JsonNode> all = new ArrayList<>(2);
        if (isAny) all.add(make.textNode(text));
        if ((isAny || types.contains("integer") || types.contains("number"))
                && NUMBER.matcher(text).matches()) all.addAll(parsed(text));
        if ((isAny || types.contains("boolean")) && (text.equals("true") || text.equals("false")))
            all.add(make.booleanNode(text.equals("true")));
        if (types.contains("null") && (text.isEmpty() || text.equals("null"))) all.add(make.nullNode());
        if (types.contains("string") || all.isEmpty()) all.add(make.textNode(text));
        return all;
    }

    /** Text that is no JSON is no JSON value that any schema wants. */
    private static List<JsonNode> parsed(String text) {
        try {
            return List.of(ConfigJson.MAPPER.readTree(text));
        } catch (JsonProcessingException notJson) {
            return List.of(ConfigJson.MAPPER.missingNode());
        }
    }
}
