package io.gatehouse.gateway.router;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A route's path that is a regular expression: anchored at the start and not at the end, and case-sensitive. Expressions that are known
 * to take for ever are refused when they are compiled.
 */
public final class PathRegex {

    private static final Pattern REPEATED_GROUP = Pattern.compile("\\)[*+{]");
    private static final int PROBE = 60;
    private static final int MOST_PROBES = 16;

    private final BoundedRegex regex;

    private PathRegex(BoundedRegex regex) {
        this.regex = regex;
    }

    /**
     * @param regex without the {@code ~} that marks it in a route
     * @throws IllegalArgumentException with a message for the operator
     */
    public static PathRegex compile(String regex) {
        PathRegex compiled = new PathRegex(BoundedRegex.compile(regex, 0));
        if (REPEATED_GROUP.matcher(regex).find()) {
            compiled.probe(regex);
        }
        return compiled;
    }

    /** What every path that matches begins with. */
    String start() {
        return regex.start();
    }

    /**
     * What was caught, or null.
     *
     * @throws IllegalStateException when it takes too long to find out: no route is safer than a wrong one
     */
    Captures match(String path) {
        Matcher matcher = regex.beginning(path);
        if (matcher == null) {
            return null;
        }
        String[] caught = new String[matcher.groupCount() + 1];
        for (int i = 0; i < caught.length; i++) {
            caught[i] = matcher.start(i) < 0 ? null : path.substring(matcher.start(i), matcher.end(i));
        }
        return new Captures(caught, regex.groups());
    }

    /** Tries the paths that an expression with a repetition in a repetition is slow on. */
    private void probe(String text) {
        String characters = "a0/-" + text.replaceAll("[^A-Za-z0-9_/-]", "");
        characters.chars().distinct().limit(MOST_PROBES).forEach(c -> {
            String path = start() + String.valueOf((char) c).repeat(PROBE) + '\u0001';
            try {
                regex.beginning(path);
            } catch (IllegalStateException e) {
                throw BoundedRegex.invalid(
                        text,
                        "takes far too long on a path such as '" + start() + (char) c + (char) c + (char) c
                                + "...'; avoid a repetition within a repetition");
            }
        });
    }
}
