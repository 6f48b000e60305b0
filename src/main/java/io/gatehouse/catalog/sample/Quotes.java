package io.gatehouse.catalog.sample;

import io.gatehouse.catalog.spec.JsonText;
import java.util.stream.Collectors;

/**
 * Writes text as string literals. Specs are written by strangers, and samples are pasted into shells and programs: nothing in a
 * spec may end a literal early.
 */
final class Quotes {
    private Quotes() {}

    /** For a POSIX shell. */
    static String shell(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** For JavaScript, Python, Java, Go and C#, which read JSON's escapes alike. */
    static String json(String text) {
        return JsonText.quoted(text);
    }

    /** For PHP and Ruby, where double quotes would run what stands in them. */
    static String single(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    static String indent(String text, String by) {
        return text.lines().collect(Collectors.joining("\n" + by));
    }
}
