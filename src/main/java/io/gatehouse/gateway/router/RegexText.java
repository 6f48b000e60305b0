package io.gatehouse.gateway.router;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression as Kong's users write it (PCRE), read once from left to right: put into Java's words, the names of its groups
 * taken out (Java's own may have no underscore, and cannot be listed), and the plain text that it has to begin with.
 */
final class RegexText {

    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P?<([A-Za-z_]\\w*)>");
    private static final Pattern NAME_AGAIN =
            Pattern.compile("\\\\k(?:<(\\w+)>|\\{(\\w+)}|'(\\w+)')|\\(\\?P=(\\w+)\\)");
    private static final Pattern POSIX_CLASS =
            Pattern.compile("\\[:(\\^?)(alpha|digit|alnum|upper|lower|punct|space|xdigit|graph|print|cntrl|blank):]");
    private static final String ENDS_LITERAL = "([{.^$*+?|)";

    private final String regex;
    private final StringBuilder java = new StringBuilder();
    private final StringBuilder start = new StringBuilder();
    private final Map<String, Integer> groups = new HashMap<>();
    private boolean inStart = true;
    private int groupCount;
    private int depth;
    private int at;

    private RegexText(String regex) {
        this.regex = regex;
    }

    static RegexText of(String regex) {
        RegexText text = new RegexText(regex);
        while (text.at < regex.length()) {
            text.step();
        }
        return text;
    }

    String java() {
        return java.toString();
    }

    /** What everything that matches begins with; empty if that is not certain. */
    String start() {
        return start.toString();
    }

    /** The numbers of the groups with names. */
    Map<String, Integer> groups() {
        return Map.copyOf(groups);
    }

    private void step() {
        char c = regex.charAt(at);
        if (c == '\\') {
            escape();
        } else if (c == '[') {
            inStart = false;
            characterClass();
        } else if (c == '(') {
            inStart = false;
            group();
        } else {
            plain(c);
        }
    }

    private void plain(char c) {
        if (c == ')') {
            depth--;
        }
        if (c == '|' && depth == 0) {
            start.setLength(0);
        }
        boolean mayBeMissing = c == '*' || c == '?' || c == '{';
        if (inStart && mayBeMissing && !start.isEmpty()) {
            start.setLength(start.length() - 1);
        }
        inStart = inStart && ENDS_LITERAL.indexOf(c) < 0;
        if (inStart) {
            start.append(c);
        }
        java.append(c);
        at++;
    }

    private void escape() {
        Optional<Matcher> name = here(NAME_AGAIN);
        if (name.isPresent()) {
            inStart = false;
            reference(name.get());
            return;
        }
        if (regex.startsWith("\\Q", at)) {
            inStart = false;
            int end = regex.indexOf("\\E", at);
            copyTo(end < 0 ? regex.length() : end + 2);
            return;
        }
        boolean literal = at + 1 < regex.length() && !Character.isLetterOrDigit(regex.charAt(at + 1));
        inStart = inStart && literal;
        if (inStart) {
            start.append(regex.charAt(at + 1));
        }
        copyTo(Math.min(at + 2, regex.length()));
    }

    private void group() {
        Optional<Matcher> name = here(NAME_AGAIN);
        if (name.isPresent()) {
            reference(name.get());
            return;
        }
        depth++;
        name = here(NAMED_GROUP);
        if (name.isPresent()) {
            if (groups.put(name.get().group(1), ++groupCount) != null) {
                throw new IllegalArgumentException(
                        "two groups are called " + name.get().group(1));
            }
            java.append('(');
            at = name.get().end();
            return;
        }
        if (!regex.startsWith("(?", at) && !regex.startsWith("(*", at)) {
            groupCount++;
        }
        copyTo(at + 1);
    }

    private void reference(Matcher again) {
        String name = null;
        for (int i = 1; i <= again.groupCount() && name == null; i++) {
            name = again.group(i);
        }
        Integer number = groups.get(name);
        if (number == null) {
            throw new IllegalArgumentException("no group before it is called " + name);
        }
        // In a group of its own, so that a digit that follows is not read as part of the number.
        java.append("(?:\\").append(number).append(')');
        at = again.end();
    }

    /** In Java {@code [} and {@code &&} have a meaning inside a class; here they are plain characters. */
    private void characterClass() {
        copyTo(at + (regex.startsWith("[^", at) ? 2 : 1));
        for (boolean first = true; at < regex.length(); first = false) {
            char c = regex.charAt(at);
            Optional<Matcher> posix = here(POSIX_CLASS);
            if (c == ']' && !first) {
                copyTo(at + 1);
                return;
            }
            if (c == '\\') {
                copyTo(Math.min(at + 2, regex.length()));
            } else if (posix.isPresent()) {
                String name = posix.get().group(2);
                java.append(posix.get().group(1).isEmpty() ? "\\p{" : "\\P{")
                        .append(
                                name.equals("xdigit")
                                        ? "XDigit"
                                        : Character.toUpperCase(name.charAt(0)) + name.substring(1))
                        .append('}');
                at = posix.get().end();
            } else {
                java.append(c == '[' || c == '&' || c == ']' ? "\\" : "");
                copyTo(at + 1);
            }
        }
    }

    private Optional<Matcher> here(Pattern pattern) {
        Matcher matcher = pattern.matcher(regex).region(at, regex.length());
        return matcher.lookingAt() ? Optional.of(matcher) : Optional.empty();
    }

    private void copyTo(int end) {
        java.append(regex, at, end);
        at = end;
    }
}
