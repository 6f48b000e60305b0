package io.gatehouse.gateway.router;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A route's path that is a regular expression: anchored at the start and not at the end, and case-sensitive. Java's matcher goes back
 * and tries again, which for some expressions takes longer than the universe will last; so it may look at so many characters, and no
 * more. Expressions that are known to do so are refused when they are compiled.
 */
public final class PathRegex {

    private static final int LONGEST = 2_000;
    private static final int SHOWN = 40;
    private static final int MOST_LOOKS = 100_000;
    private static final Pattern REPEATED_GROUP = Pattern.compile("\\)[*+{]");
    private static final int PROBE = 60;
    private static final int MOST_PROBES = 16;

    private final String regex;
    private final Pattern pattern;
    private final String start;
    private final Map<String, Integer> groups;

    private PathRegex(String regex, Pattern pattern, String start, Map<String, Integer> groups) {
        this.regex = regex;
        this.pattern = pattern;
        this.start = start;
        this.groups = groups;
    }

    /**
     * @param regex without the {@code ~} that marks it in a route
     * @throws IllegalArgumentException with a message for the operator
     */
    public static PathRegex compile(String regex) {
        if (regex.length() > LONGEST) {
            throw invalid(regex.substring(0, SHOWN) + "...", "longer than " + LONGEST + " characters");
        }
        try {
            RegexText text = RegexText.of(regex);
            PathRegex compiled = new PathRegex(regex, Pattern.compile(text.java()), text.start(), text.groups());
            compiled.probe();
            return compiled;
        } catch (PatternSyntaxException e) {
            throw invalid(regex, e.getDescription());
        } catch (IllegalArgumentException e) {
            throw invalid(regex, e.getMessage());
        } catch (StackOverflowError e) {
            throw invalid(regex, "nested too deep");
        }
    }

    private static IllegalArgumentException invalid(String regex, String reason) {
        return new IllegalArgumentException("invalid regex: '" + regex + "' (" + reason + ")");
    }

    /** What every path that matches begins with. */
    String start() {
        return start;
    }

    /**
     * What was caught, or null.
     *
     * @throws IllegalStateException when it takes too long to find out: no route is safer than a wrong one
     */
    Captures match(String path) {
        Matcher matcher = pattern.matcher(new Counted(path));
        try {
            if (!matcher.lookingAt()) {
                return null;
            }
        } catch (TooManyLooks | StackOverflowError e) {
            throw new IllegalStateException("It takes too long to match a path with ~" + regex);
        }
        String[] caught = new String[matcher.groupCount() + 1];
        for (int i = 0; i < caught.length; i++) {
            caught[i] = matcher.start(i) < 0 ? null : path.substring(matcher.start(i), matcher.end(i));
        }
        return new Captures(caught, groups);
    }

    /** Tries the paths that an expression with a repetition in a repetition is slow on. */
    private void probe() {
        if (!REPEATED_GROUP.matcher(regex).find()) {
            return;
        }
        String characters = "a0/-" + regex.replaceAll("[^A-Za-z0-9_/-]", "");
        characters.chars().distinct().limit(MOST_PROBES).forEach(c -> {
            String path = start + String.valueOf((char) c).repeat(PROBE) + '\u0001';
            try {
                match(path);
            } catch (IllegalStateException e) {
                throw new IllegalArgumentException(
                        "takes far too long on a path such as '" + start + (char) c + (char) c + (char) c
                                + "...'; avoid a repetition within a repetition",
                        e);
            }
        });
    }

    /** The path, counting how often it is looked at. */
    private static final class Counted implements CharSequence {

        private final String text;
        private int looks;

        private Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TooManyLooks() {
            super(null, null, false, false);
        }
    }
}
