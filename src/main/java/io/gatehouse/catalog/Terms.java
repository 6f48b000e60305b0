package io.gatehouse.catalog;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Cuts text into words that are compared: no case, no accents, no plural, camelCase taken apart. */
final class Terms {
    /** Words that say nothing and would stand between the others. */
    private static final Set<String> FILLERS =
            Set.of("a", "an", "the", "of", "for", "to", "in", "and", "or", "by", "with");

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern PLURAL_ES = Pattern.compile(".*(s|x|z|ch|sh)es");

    private Terms() {}

    static List<String> of(String text) {
        String apart = HUMP.matcher(text).replaceAll(" ");
        String plain = ASCII.matcher(apart).matches()
                ? apart
                : ACCENTS.matcher(Normalizer.normalize(apart, Normalizer.Form.NFD))
                        .replaceAll("");
        return Arrays.stream(BETWEEN_WORDS.split(plain.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty() && !FILLERS.contains(word))
                .map(Terms::singular)
                .toList();
    }

    /** As one line in which every word follows a space: “contains space and word” then means “has a word that begins so”. */
    static String line(String... texts) {
        return Arrays.stream(texts)
                .flatMap(text -> of(text).stream())
                .distinct()
                .collect(Collectors.joining(" ", " ", " "));
    }

    private static String singular(String word) {
        if (word.length() > 4 && word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.length() > 4 && PLURAL_ES.matcher(word).matches()) {
            return word.substring(0, word.length() - 2);
        }
        boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us");
        return plural ? word.substring(0, word.length() - 1) : word;
    }

    /** How many letters must change, go, come or change places; counts no further than {@code most}. */
    static int distance(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most) {
            return most + 1;
        }
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[one.length()][other.length()];
    }
}
