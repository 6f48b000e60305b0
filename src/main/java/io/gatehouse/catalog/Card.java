package io.gatehouse.catalog;

import io.gatehouse.catalog.spec.SpecSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An API in a list. */
public record Card(ApiVersion version, SpecSummary summary) {

    public String path() {
        return "/apis/" + version.api.slug + "/" + version.label;
    }

    public boolean isDeprecated() {
        return version.lifecycle == ApiVersion.Lifecycle.DEPRECATED;
    }

    /** Two letters in place of a picture. */
    public String initials() {
        List<String> words = Arrays.stream(version.api.name.split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            return "–";
        }
        String first = words.get(0);
        String letters = words.size() > 1
                ? letters(first, 1) + letters(words.get(1), 1)
                : letters(first, 1)
                        + letters(first, 2)
                                .substring(letters(first, 1).length())
                                .toLowerCase(Locale.ROOT);
        return letters;
    }

    private static String letters(String word, int count) {
        int end = word.offsetByCodePoints(0, Math.min(count, word.codePointCount(0, word.length())));
        return word.substring(0, end).toUpperCase(Locale.ROOT);
    }

    public List<String> tags() {
        return tags(version.api);
    }

    static List<String> tags(Api api) {
        return api.tags.isBlank() ? List.of() : List.of(api.tags.split(", "));
    }
}
