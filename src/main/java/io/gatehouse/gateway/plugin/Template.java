package io.gatehouse.gateway.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with {@code $(…)} in it, which stand for parts of the request: {@code $(headers.x)}, {@code $(headers['x-y'])},
 * {@code $(query_params.q)}, {@code $(uri_captures.name)}, {@code $(uri_captures[1])}, each with {@code or 'default'}; more
 * parentheses around all of it mean nothing.
 * A small grammar of its own, and no scripting: nothing that a request carries can ever be executed.
 */
public final class Template {

    /** Where a template's names are looked up; each answers null for what the request does not have. */
    public interface Values {
        String header(String name);

        String queryParam(String name);

        String uriCapture(String nameOrNumber);
    }

    private static final Pattern OPERAND = Pattern.compile("(headers|query_params|uri_captures)"
            + "(?:\\.([A-Za-z_][A-Za-z0-9_]*)|\\[\\s*(?:'([^']*)'|\"([^\"]*)\"|(\\d+))\\s*])"
            + "|'([^']*)'|\"([^\"]*)\"");
    private static final Pattern OR = Pattern.compile("\\s+or\\s+");

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException with a message for the operator when an expression is not understood */
    public static Template compile(String text) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int start = text.indexOf("$(", from);
            if (start < 0) {
                break;
            }
            int end = endOf(text, start + 2);
            if (start > from) {
                parts.add(literal(text.substring(from, start)));
            }
            parts.add(alternatives(bare(text.substring(start + 2, end))));
            from = end + 1;
        }
        if (from < text.length() || parts.isEmpty()) {
            parts.add(literal(text.substring(from)));
        }
        return new Template(List.copyOf(parts));
    }

    /** The text itself, whatever it looks like. */
    static Template plain(String text) {
        return new Template(List.of(literal(text)));
    }

    /** The text for one request; what the request does not have, and no default stands for, is left empty. */
    public String render(Values values) {
        if (parts.size() == 1) {
            String only = parts.get(0).of(values);
            return only == null ? "" : only;
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String value = part.of(values);
            text.append(value == null ? "" : value);
        }
        return text.toString();
    }

    private interface Part {
        String of(Values values);
    }

    private static Part literal(String text) {
        return values -> text;
    }

    private static String bare(String expression) {
        String bare = expression.strip();
        while (bare.startsWith("(") && endOf(bare, 1) == bare.length() - 1) {
            bare = bare.substring(1, bare.length() - 1).strip();
        }
        return bare;
    }

    private static Part alternatives(String expression) {
        List<Part> choices = new ArrayList<>();
        Matcher operand = OPERAND.matcher(expression);
        Matcher or = OR.matcher(expression);
        int at = 0;
        while (operand.region(at, expression.length()).lookingAt()) {
            choices.add(operand(operand));
            if (operand.end() == expression.length()) {
                return firstOf(List.copyOf(choices));
            }
            if (!or.region(operand.end(), expression.length()).lookingAt()) {
                break;
            }
            at = or.end();
        }
        throw new IllegalArgumentException("'$(" + expression + ")' is not understood; a template reads headers,"
                + " query_params or uri_captures, as in $(headers['x-name'] or 'default')");
    }

    private static Part firstOf(List<Part> choices) {
        return values -> {
            for (Part choice : choices) {
                String value = choice.of(values);
                if (value != null) {
                    return value;
                }
            }
            return null;
        };
    }

    private static Part operand(Matcher operand) {
        if (operand.group(1) == null) {
            return literal(firstGroup(operand, 6, 7));
        }
        String name = firstGroup(operand, 2, 5);
        return switch (operand.group(1)) {
            case "headers" -> {
                // Underscores stand for the dashes that a name after a dot cannot have.
                String header = operand.group(2) == null ? name : name.replace('_', '-');
                yield values -> values.header(header);
            }
            case "query_params" -> values -> values.queryParam(name);
            default -> values -> values.uriCapture(name);
        };
    }

    private static String firstGroup(Matcher matched, int from, int to) {
        for (int group = from; group < to; group++) {
            if (matched.group(group) != null) {
                return matched.group(group);
            }
        }
        return matched.group(to);
    }

    private static int endOf(String text, int from) {
        char quote = 0;
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(') {
                open++;
            } else if (c == ')' && --open == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "'" + text.substring(Math.max(0, from - 2)) + "' has no closing parenthesis");
    }
}
