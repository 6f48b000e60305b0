package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Hides the secrets of a document from people and from the audit log, and puts them back when the hidden form returns from a
 * page: what a form shows as dots and sends back unchanged keeps its value.
 */
public final class Masking {
    public static final String HIDDEN = "••••••••";

    private static final Set<String> SECRET_NAMES = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "apikey",
            "api-key",
            "x-api-key",
            "x-auth-token",
            "key",
            "key_alt",
            "digest",
            "password",
            "secret",
            "client_secret",
            "token",
            "access_token",
            "private_key",
            "header_value",
            "param_value");

    private Masking() {}

    /** A copy without secrets. */
    public static ObjectNode hide(ObjectNode document) {
        return (ObjectNode) hide((JsonNode) document);
    }

    private static JsonNode hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                JsonNode value = member.getValue();
                copy.set(member.getKey(), isSecret(member.getKey()) ? hidden(value) : hide(value));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(item -> copy.add(hide(item)));
            return copy;
        }
        return node.isTextual() ? TextNode.valueOf(hide(node.asText())) : node;
    }

    /** A secret, or a list of such as headers have it. */
    private static JsonNode hidden(JsonNode secret) {
        if (!(secret instanceof ArrayNode array)) return secret.isTextual() ? TextNode.valueOf(HIDDEN) : hide(secret);
        ArrayNode copy = array.arrayNode();
        array.forEach(item -> copy.add(hidden(item)));
        return copy;
    }

    /** Entries such as {@code Authorization:Bearer ...} name what they hold. */
    private static String hide(String entry) {
        int colon = entry.indexOf(':');
        return colon > 0 && isSecret(entry.substring(0, colon)) ? entry.substring(0, colon + 1) + HIDDEN : entry;
    }

    /** Puts the values of {@code before} where {@code given} has the dots that {@link #hide} left. */
    public static JsonNode restore(JsonNode before, JsonNode given) {
        if (given instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(member ->
                            copy.set(member.getKey(), restore(before.path(member.getKey()), member.getValue())));
            return copy;
        }
        if (given instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                JsonNode item = array.get(i);
                boolean isEntry = item.isTextual() && !item.asText().equals(HIDDEN);
                copy.add(isEntry ? entryOf(before, item) : restore(before.path(i), item));
            }
            return copy;
        }
        return given.isTextual() && given.asText().equals(HIDDEN) && before.isTextual() ? before : given;
    }

    private static JsonNode entryOf(JsonNode before, JsonNode given) {
        if (!given.asText().endsWith(":" + HIDDEN)) return given;
        for (JsonNode entry : before)
            if (entry.isTextual() && hide(entry.asText()).equals(given.asText())) return entry;
        return given;
    }

    private static boolean isSecret(String name) {
        return SECRET_NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The fields that differ, as they were and as they are, without secrets. */
    static Map<String, Object> difference(ObjectNode before, ObjectNode after) {
        ObjectNode was = before == null ? null : before.deepCopy().without(List.of("updated_at"));
        ObjectNode is = after == null ? null : after.deepCopy().without(List.of("updated_at"));
        if (was == null) return is == null ? Map.of() : Map.of("after", hide(is));
        if (is == null) return Map.of("before", hide(was));
        ObjectNode gone = was.objectNode();
        ObjectNode came = was.objectNode();
        ObjectNode wasHidden = hide(was);
        ObjectNode isHidden = hide(is);
        is.properties().forEach(member -> {
            if (member.getValue().equals(was.get(member.getKey()))) return;
            gone.set(member.getKey(), wasHidden.get(member.getKey()));
            came.set(member.getKey(), isHidden.get(member.getKey()));
        });
        return came.isEmpty() ? Map.of() : Map.of("before", gone, "after", came);
    }
}
