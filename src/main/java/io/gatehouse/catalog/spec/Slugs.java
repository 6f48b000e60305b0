package io.gatehouse.catalog.spec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes names for URLs: lower case words joined by dashes, each given once. */
final class Slugs {
    private static final int LONGEST = 100;

    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> lastNumbers = new HashMap<>();

    String unique(String preferred, String otherwise) {
        String slug = slug(preferred);
        if (slug.isEmpty()) {
            slug = slug(otherwise);
        }
        if (slug.isEmpty()) {
            slug = "operation";
        }
        String candidate = slug;
        while (!taken.add(candidate)) {
            candidate = slug + "-" + lastNumbers.merge(slug, 2, (last, two) -> last + 1);
        }
        return candidate;
    }

    static String slug(String text) {
        String head = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        String words = head.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2");
        String slug =
                words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.length() > LONGEST ? slug.substring(0, LONGEST).replaceAll("-$", "") : slug;
    }
}
