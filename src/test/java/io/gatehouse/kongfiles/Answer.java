package io.gatehouse.kongfiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a client got. */
record Answer(int status, Map<String, String> fields) {

    static Answer of(String text) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String[] lines = text.split("\r\n\r\n", 2)[0].split("\r\n");
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (colon > 0) fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), fields);
    }

    /** Empty if there is none. */
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Where it is not as the file implies. */
    List<String> wrong(Implied implied) {
        List<String> wrong = new ArrayList<>();
        if (status != implied.status()) wrong.add("expected " + implied.status() + ", got " + status + " " + fields);
        implied.headers().forEach((name, value) -> {
            boolean isThere =
                    fields.containsKey(name) && (value.isEmpty() || field(name).equals(value));
            if (!isThere) wrong.add("expected " + name + ": " + value + ", got " + fields);
        });
        boolean isProxied = fields.containsKey(AnyOrigin.ADDRESS);
        if (isProxied != implied.isProxied())
            wrong.add(isProxied ? "the upstream was called" : "no upstream was called");
        return wrong;
    }
}
