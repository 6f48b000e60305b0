package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.JsonText;
import io.gatehouse.catalog.spec.Node;

/**
 * An example as it is shown.
 *
 * @param title may be empty
 * @param lang  {@code json}, {@code xml} or {@code text}
 */
public record ExampleText(String title, String lang, String text) {
    private static final int LONGEST = 24_000;

    static ExampleText of(String title, MediaType type, Node value) {
        if (value.isText() && (!type.isJson() || looksLikeJson(value.text()))) {
            return new ExampleText(title, type.lang(), clip(value.text()));
        }
        return new ExampleText(title, type.isJson() ? "json" : "text", JsonText.pretty(value, LONGEST));
    }

    /** Authors paste whole documents as one string. */
    private static boolean looksLikeJson(String text) {
        String start = text.strip();
        return start.startsWith("{") || start.startsWith("[");
    }

    private static String clip(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "\n…" : text;
    }
}
