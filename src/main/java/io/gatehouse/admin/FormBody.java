package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A document written as a form, the way of {@code curl -d}: {@code config.minute=5}, {@code paths[]=/a}, {@code hosts[1]=b}. Whole
 * numbers and booleans are read as such: who needs the text “5” sends JSON.
 */
final class FormBody {
    private static final int DEEPEST = 10;
    private static final int MOST_ITEMS = 1_000;

    private FormBody() {}

    static ObjectNode read(String form) {
        ObjectNode document = ConfigJson.MAPPER.createObjectNode();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) continue;
            String[] path = decode(pair.substring(0, equals)).split("\\.");
            if (path.length > DEEPEST) throw new AdminProblem(400, "Cannot parse form body");
            put(document, path, 0, decode(pair.substring(equals + 1)));
        }
        return document;
    }

    private static void put(ObjectNode object, String[] path, int at, String value) {
        int bracket = path[at].indexOf('[');
        String name = bracket < 0 ? path[at] : path[at].substring(0, bracket);
        if (at + 1 < path.length) {
            JsonNode inner = object.get(name);
            put(inner instanceof ObjectNode known ? known : object.putObject(name), path, at + 1, value);
        } else if (bracket >= 0) {
            ArrayNode list = object.get(name) instanceof ArrayNode known ? known : object.putArray(name);
            if (list.size() >= MOST_ITEMS) throw new AdminProblem(400, "Cannot parse form body");
            list.add(value);
        } else {
            object.set(name, typed(value));
        }
    }

    private static JsonNode typed(String value) {
        if (value.equals("true") || value.equals("false")) return object().booleanNode(value.equals("true"));
        if (value.matches("-?(0|[1-9]\\d{0,17})")) return object().numberNode(Long.parseLong(value));
        return value.isEmpty() ? object().nullNode() : object().textNode(value);
    }

    private static com.fasterxml.jackson.databind.node.JsonNodeFactory object() {
        return ConfigJson.MAPPER.getNodeFactory();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AdminProblem(400, "Cannot parse form body");
        }
    }
}
