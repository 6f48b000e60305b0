package io.gatehouse.gateway.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Origins of web pages that a configuration lists: plain ones and regular expressions. */
public final class Origins {
    /** Every origin. */
    public static final String ANY = "*";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:/-]+");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
    private static final int LONGEST = 512;

    private final boolean any;
    private final String only;
    private final List<Entry> entries;

    private Origins(boolean any, String only, List<Entry> entries) {
        this.any = any;
        this.only = only;
        this.entries = entries;
    }

    /**
     * @param listed null or empty for every origin
     * @throws IllegalArgumentException when a regular expression does not compile
     */
    public static Origins of(List<String> listed) {
        boolean any = listed == null || listed.isEmpty() || listed.contains(ANY);
        if (any) return new Origins(true, null, List.of());
        boolean isOnePlain = listed.size() == 1 && PLAIN.matcher(listed.get(0)).matches();
        List<Entry> entries = new ArrayList<>();
        for (String entry : listed) entries.add(Entry.of(entry));
        return new Origins(false, isOnePlain ? listed.get(0) : null, List.copyOf(entries));
    }

    /** What may be said to a page of this origin (null if it names none): {@link #ANY}, an origin, or null for nothing. */
    public String allowed(String origin) {
        if (any) return ANY;
        if (only != null) return only;
        if (origin == null || origin.length() > LONGEST) return null;
        String normal = normal(origin);
        return entries.stream().anyMatch(entry -> entry.fits(normal)) ? origin : null;
    }

    /** In lower case, and without the port that goes without saying. */
    private static String normal(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") && lower.endsWith(":80")) return lower.substring(0, lower.length() - 3);
        if (lower.startsWith("https://") && lower.endsWith(":443")) return lower.substring(0, lower.length() - 4);
        return lower;
    }

    private static String host(String origin) {
        String rest = SCHEME.matcher(origin).replaceFirst("");
        int colon = rest.lastIndexOf(':');
        return colon > rest.lastIndexOf(']') ? rest.substring(0, colon) : rest;
    }

    /** @param plain null for a regular expression; {@code regex} null for a plain one */
    private record Entry(String plain, Pattern regex, boolean isWhole) {
        static Entry of(String text) {
            if (PLAIN.matcher(text).matches()) {
                String normal = normal(text);
                return new Entry(normal, null, SCHEME.matcher(normal).lookingAt());
            }
            // Escaped slashes and colons are the same ones to people who write them.
            boolean isWhole = text.replace("\\", "").matches("\\^?\\(?[A-Za-z?]+\\)?s?\\??://.*");
            return new Entry(null, Pattern.compile(text), isWhole);
        }

        boolean fits(String origin) {
            String subject = isWhole ? origin : host(origin);
            return plain != null
                    ? plain.equals(subject)
                    : regex.matcher(subject).matches();
        }
    }
}
