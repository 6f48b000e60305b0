package io.gatehouse.catalog;

import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The names that APIs and versions may have: they stand in addresses, and together they name the gateway's service. */
final class Naming {
    private static final int LONGEST_SLUG = 60;
    private static final int LONGEST_LABEL = 40;
    private static final int LONGEST_TAG = 40;
    private static final int MOST_TAGS = 12;

    private Naming() {}

    static String slug(String typed, String apiName) {
        String slug = typed == null || typed.isBlank() ? slugOf(apiName) : typed.strip();
        if (!slug.matches("[a-z0-9]+(-[a-z0-9]+)*") || slug.length() > LONGEST_SLUG) {
            throw new Refused(
                    "slug",
                    "Use lower case letters, digits and single dashes, such as “weather-api”; at most %d characters."
                            .formatted(LONGEST_SLUG));
        }
        return slug;
    }

    private static String slugOf(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
        String slug =
                plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.length() > LONGEST_SLUG ? slug.substring(0, LONGEST_SLUG).replaceAll("-$", "") : slug;
    }

    static String label(String typed) {
        String label = Text.line("label", "a version, such as “v1”", typed, LONGEST_LABEL);
        if (!label.matches("[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")) {
            throw new Refused(
                    "label",
                    "Use letters and digits, with single dots, dashes or underscores between them: “v1”, “2.0.1”.");
        }
        if (label.equalsIgnoreCase("api.yaml"))
            throw new Refused(
                    "label", "A portal's folder has a file of this name beside its versions. Choose another.");
        return label;
    }

    /** Each word once, however it is written, in the order in which they were typed. */
    static String tags(String typed) {
        Map<String, String> tags = new LinkedHashMap<>();
        Arrays.stream(Text.optionalLine("tags", typed, 400).split(","))
                .map(tag -> tag.strip().replaceAll("\\s+", " "))
                .filter(tag -> !tag.isEmpty())
                .forEach(tag -> tags.putIfAbsent(tag.toLowerCase(Locale.ROOT), tag));
        if (tags.size() > MOST_TAGS) {
            throw new Refused("tags", "Use at most %d tags.".formatted(MOST_TAGS));
        }
        tags.values().stream()
                .filter(tag -> tag.length() > LONGEST_TAG)
                .findFirst()
                .ifPresent(tag -> {
                    throw new Refused("tags", "A tag has at most %d characters: “%s”.".formatted(LONGEST_TAG, tag));
                });
        return String.join(", ", tags.values());
    }
}
