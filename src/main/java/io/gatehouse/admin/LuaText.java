package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A tree in the notation of Lua tables, as it stands in messages that people compare with those they know. */
final class LuaText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private LuaText() {}

    static String of(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(member -> parts.add((NAME.matcher(member.getKey()).matches()
                                    ? member.getKey()
                                    : "[" + quoted(member.getKey()) + "]")
                            + "=" + of(member.getValue())));
            return "{" + String.join(",", parts) + "}";
        }
        if (node instanceof ArrayNode list) {
            boolean hasGap = false;
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isNull()) hasGap = true;
                else parts.add((hasGap ? "[" + (i + 1) + "]=" : "") + of(list.get(i)));
            }
            return "{" + String.join(",", parts) + "}";
        }
        return node.isTextual() ? quoted(node.asText()) : node.asText();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
