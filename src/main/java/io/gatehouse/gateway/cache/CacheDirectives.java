package io.gatehouse.gateway.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Cache-Control says, RFC 9111 section 5.2. A number that cannot be read counts as 0: then nothing is given that should not be. */
public final class CacheDirectives {

    private final Map<String, String> said = new HashMap<>();

    /** @param values of all Cache-Control fields */
    public CacheDirectives(List<String> values) {
        for (String value : values) {
            for (String part : value.split(",")) {
                int equals = part.indexOf('=');
                String name = (equals < 0 ? part : part.substring(0, equals)).strip();
                String argument = equals < 0 ? "" : part.substring(equals + 1).strip();
                said.put(name.toLowerCase(Locale.ROOT), argument.replace("\"", ""));
            }
        }
    }

    public boolean has(String name) {
        return said.containsKey(name);
    }

    /** @param otherwise when it is not said, or without a number */
    public long seconds(String name, long otherwise) {
        String argument = said.get(name);
        if (argument == null || argument.isEmpty()) {
            return otherwise;
        }
        return argument.matches("[0-9]{1,10}") ? Long.parseLong(argument) : 0;
    }
}
