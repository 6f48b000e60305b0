package io.gatehouse.gateway.schema;

import io.gatehouse.gateway.router.BoundedRegex;
import java.util.Map;
import java.util.regex.Pattern;

/** A pattern as Lua knows them, in the words of a bounded regular expression. */
final class LuaPattern {

    private static final Map<Character, String> CLASSES = Map.of(
            'a', "A-Za-z",
            'c', "\\x00-\\x1f\\x7f",
            'd', "0-9",
            'l', "a-z",
            'p', "!-/:-@\\[-`{-~",
            's', " \\t-\\r",
            'u', "A-Z",
            'w', "0-9A-Za-z",
            'x', "0-9A-Fa-f",
            'z', "\\x00");

    private final String pattern;
    private final StringBuilder java = new StringBuilder();
    private int at;

    private LuaPattern(String pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException with a message for the operator */
    static BoundedRegex compile(String pattern) {
        LuaPattern lua = new LuaPattern(pattern);
        if (pattern.startsWith("^")) {
            lua.java.append("\\A");
            lua.at = 1;
        }
        while (lua.at < pattern.length()) lua.step();
        return BoundedRegex.compile(lua.java.toString(), Pattern.DOTALL);
    }

    private void step() {
        char c = pattern.charAt(at);
        if (c == '(' || c == ')') {
            java.append(c);
            at++;
        } else if (c == '$' && at == pattern.length() - 1) {
            java.append("\\z");
            at++;
        } else {
            java.append(single());
            repetition();
        }
    }

    /** One character, of any kind. */
    private String single() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '.' -> ".";
            case '[' -> set();
            case '%' -> {
                String members = escaped();
                yield "[" + members + "]";
            }
            default -> literal(c);
        };
    }

    /** What a percent sign and the character after it stand for, as a part of a character class. */
    private String escaped() {
        if (at >= pattern.length()) throw invalid("it ends with '%'");
        char c = pattern.charAt(at++);
        if (c == 'b' || c == 'f' || Character.isDigit(c))
            throw invalid("%" + c + " is a word of Lua that is not known here");
        String members = CLASSES.get(Character.toLowerCase(c));
        if (members == null || !Character.isLetter(c)) return literal(c);
        return Character.isUpperCase(c) ? "[^" + members + "]" : members;
    }

    private String set() {
        StringBuilder set = new StringBuilder("[");
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            set.append('^');
            at++;
        }
        for (boolean first = true; ; first = false) {
            if (at >= pattern.length()) throw invalid("a ']' is missing");
            char c = pattern.charAt(at++);
            if (c == ']' && !first) return set.append(']').toString();
            boolean isRange = c == '-' && !first && at < pattern.length() && pattern.charAt(at) != ']';
            set.append(c == '%' ? escaped() : isRange ? "-" : literal(c));
        }
    }

    private void repetition() {
        if (at >= pattern.length()) return;
        char c = pattern.charAt(at);
        if (c != '*' && c != '+' && c != '?' && c != '-') return;
        java.append(c == '-' ? "*?" : String.valueOf(c));
        at++;
    }

    private static String literal(char c) {
        return Character.isLetterOrDigit(c) || c > '~' ? String.valueOf(c) : "\\x%02x".formatted((int) c);
    }

    private IllegalArgumentException invalid(String reason) {
        return new IllegalArgumentException("invalid pattern: '" + pattern + "' (" + reason + ")");
    }
}
