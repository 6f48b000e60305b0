package io.gatehouse.gateway.openapi;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The type of a body, in lower case as far as case means nothing.
 *
 * @param name such as {@code application/json}
 * @param parameters by name; without the boundary of multipart bodies, which is different every time
 */
public record ContentType(String name, Map<String, String> parameters) {

    public static ContentType of(String text) {
        String[] parts = text.split(";");
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || name.equals("boundary")) continue;
            String value = pair.length < 2 ? "" : unquoted(pair[1].strip());
            parameters.put(name, name.equals("charset") ? value.toLowerCase(Locale.ROOT) : value);
        }
        return new ContentType(parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT), parameters);
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    public boolean isJson() {
        return name.equals("application/json") || name.equals("text/json") || name.endsWith("+json");
    }

    /** Whether a range such as {@code image/*} takes in this type. */
    boolean isIn(String range) {
        if (range.equals("*/*") || range.equals("*") || range.equals(name)) return true;
        return range.endsWith("/*") && name.startsWith(range.substring(0, range.length() - 1));
    }
}
