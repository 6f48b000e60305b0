package io.gatehouse.identity;

import io.gatehouse.web.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which passwords are good enough. Length is what counts, not capitals and digits; what is refused is what a guesser tries first: well-known
 * words, the person's own name and address, runs of keys, and little else beside.
 */
final class PasswordRules {
    static final int SHORTEST = 12;
    static final int MOST_BYTES = 1_024;
    /** Stands beside the field. */
    static final String ADVICE = "At least " + SHORTEST
            + " characters. A few words that have nothing to do with each other are easy to remember; famous ones are guessed.";

    private static final String RUN = "a run of keys";
    private static final int OWN_LETTERS = 5;
    private static final int SHORTEST_WORD = 3;
    private static final String STAND_INS = "@$013457";
    private static final String MEANT = "asoieast";
    private static final Pattern IN_A_WORD = Pattern.compile("(?<=\\pL)[@$013457](?=\\pL)");
    private static final List<String> RUNS = List.of(
            "abcdefghijklmnopqrstuvwxyz",
            "01234567890",
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "qwertzuiop",
            "azertyuiop",
            "1q2w3e4r5t6z7u8i9o0p",
            "1q2w3e4r5t6y7u8i9o0p",
            "1qaz2wsx3edc4rfv5tgb6yhn");
    private static final List<String> KNOWN = words();

    private PasswordRules() {}

    /**
     * @param own name, address and whatever else belongs to the person, null where there is none
     */
    static String checked(String field, String password, String... own) {
        String given = password == null ? "" : password;
        if (given.isEmpty()) throw new Refused(field, "Choose a password.");
        if (given.codePointCount(0, given.length()) < SHORTEST)
            throw new Refused(field, "This is too short. Use at least " + SHORTEST + " characters.");
        if (given.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES)
            throw new Refused(field, "Use a shorter password; the most is " + MOST_BYTES + " bytes.");
        List<String> guessed = guessed(given, own);
        if (!guessed.isEmpty())
            throw new Refused(
                    field,
                    "This is long enough but easy to guess: it is little more than " + String.join(" and ", guessed)
                            + ". Add a few words of your own.");
        return given;
    }

    /** What it is made of, if it is made of what is guessed; nothing when enough else is left. */
    private static List<String> guessed(String password, String... own) {
        Set<String> reasons = new LinkedHashSet<>();
        String typed = password.toLowerCase(Locale.ROOT);
        String rest = withoutRuns(typed);
        if (!rest.equals(typed)) reasons.add(RUN);
        rest = plain(rest);
        List<String> theirs = wordsOf(own).toList();
        for (String word : longestFirst(Stream.concat(KNOWN.stream(), theirs.stream()))) {
            if (!rest.contains(word)) continue;
            reasons.add(theirs.contains(word) ? "your own name or address" : "words that guessers try first");
            rest = rest.replace(word, " ");
        }
        rest = rest.replace(" ", "");
        String last = withoutRuns(rest);
        if (!last.equals(rest)) reasons.add(RUN);
        if (last.chars().filter(c -> c != ' ').distinct().count() >= OWN_LETTERS) return List.of();
        return reasons.isEmpty() ? List.of("a few letters over and over") : List.copyOf(reasons);
    }

    /** With letters where digits and signs stand in for them inside a word. */
    private static String plain(String password) {
        return IN_A_WORD.matcher(password).replaceAll(stand -> {
            int at = STAND_INS.indexOf(stand.group().charAt(0));
            return String.valueOf(MEANT.charAt(at));
        });
    }

    private static Stream<String> wordsOf(String... own) {
        return Arrays.stream(own)
                .filter(Objects::nonNull)
                .flatMap(text -> Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\pL\\pN]+")))
                .filter(word -> word.length() >= SHORTEST_WORD);
    }

    /** So that a short word does not tear a longer one apart. */
    private static List<String> longestFirst(Stream<String> words) {
        return words.sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    /** Without stretches of four or more neighbours in a row of keys or of the alphabet, forwards or backwards, or of one character. */
    private static String withoutRuns(String text) {
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int end = i + 1;
            while (end < text.length() && isRun(text.substring(i, end + 1))) end++;
            if (end - i >= 4) rest.append(' ');
            else rest.append(text, i, end);
            i = end;
        }
        return rest.toString();
    }

    private static boolean isRun(String part) {
        if (part.chars().distinct().count() == 1) return true;
        String back = new StringBuilder(part).reverse().toString();
        return RUNS.stream().anyMatch(run -> run.contains(part) || run.contains(back));
    }

    private static List<String> words() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PasswordRules.class.getResourceAsStream("/identity/common-passwords.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.strip().split(" +")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
