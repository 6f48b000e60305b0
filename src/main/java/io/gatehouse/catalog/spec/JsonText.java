package io.gatehouse.catalog.spec;

import java.util.Map;
import java.util.regex.Pattern;

/** Writes nodes as JSON: numbers as their author wrote them wherever JSON allows it. */
public final class JsonText {
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");

    private final StringBuilder out = new StringBuilder();
    private final String indent;
    private final int limit;

    private JsonText(String indent, int limit) {
        this.indent = indent;
        this.limit = limit;
    }

    /** All of it on one line. */
    public static String compact(Node node) {
        JsonText text = new JsonText("", Integer.MAX_VALUE);
        text.write(node, "");
        return text.out.toString();
    }

    /** Indented for people, cut after so many characters. */
    public static String pretty(Node node, int limit) {
        JsonText text = new JsonText("  ", limit);
        text.write(node, "\n");
        return text.out.length() > limit ? text.out.substring(0, limit) + "\n…" : text.out.toString();
    }

    private void write(Node node, String lineBreak) {
        if (out.length() > limit) {
            return;
        }
        switch (node.type()) {
            case OBJECT -> object(node, lineBreak);
            case ARRAY -> array(node, lineBreak);
            case STRING -> out.append(quoted(node.text()));
            case BOOLEAN -> out.append(node.text());
            case NUMBER -> out.append(JSON_NUMBER.matcher(node.text()).matches() ? node.text() : quoted(node.text()));
            case NULL, MISSING -> out.append("null");
        }
    }

    private void object(Node node, String lineBreak) {
        if (node.size() == 0) {
            out.append("{}");
            return;
        }
        String inner = lineBreak.isEmpty() ? "" : lineBreak + indent;
        char separator = '{';
        for (Map.Entry<String, Node> member : node.entries()) {
            out.append(separator).append(inner).append(quoted(member.getKey())).append(indent.isEmpty() ? ":" : ": ");
            write(member.getValue(), inner);
            separator = ',';
        }
        out.append(lineBreak).append('}');
    }

    private void array(Node node, String lineBreak) {
        if (node.size() == 0) {
            out.append("[]");
            return;
        }
        String inner = lineBreak.isEmpty() ? "" : lineBreak + indent;
        char separator = '[';
        for (Node item : node.items()) {
            out.append(separator).append(inner);
            write(item, inner);
            separator = ',';
        }
        out.append(lineBreak).append(']');
    }

    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
