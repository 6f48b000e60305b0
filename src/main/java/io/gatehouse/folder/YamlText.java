package io.gatehouse.folder;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the few shapes of YAML that a portal's folder has, always the same: one value on a line, plain where that is safe and else in
 * double quotes. Not a library's writer, since an update of that would change everybody's files.
 */
final class YamlText {
    private static final Set<String> WORDS =
            Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf");

    private final StringBuilder text = new StringBuilder();
    private String indent = "";

    YamlText comment(String comment) {
        text.append(indent).append("# ").append(comment).append('\n');
        return this;
    }

    YamlText value(String key, String value) {
        text.append(indent).append(key).append(": ").append(scalar(value)).append('\n');
        return this;
    }

    YamlText value(String key, long value) {
        text.append(indent).append(key).append(": ").append(value).append('\n');
        return this;
    }

    YamlText list(String key, List<String> values) {
        text.append(indent).append(key).append(values.isEmpty() ? ": []\n" : ":\n");
        values.forEach(value ->
                text.append(indent).append("  - ").append(scalar(value)).append('\n'));
        return this;
    }

    YamlText map(String key, Map<String, String> values) {
        text.append(indent).append(key).append(values.isEmpty() ? ": {}\n" : ":\n");
        values.forEach((name, value) -> text.append(indent)
                .append("  ")
                .append(name)
                .append(": ")
                .append(scalar(value))
                .append('\n'));
        return this;
    }

    YamlText section(String key, Runnable content) {
        text.append(indent).append(key).append(":\n");
        return indented("  ", content);
    }

    /** An item of a list whose first line is written by the content. */
    YamlText item(Runnable content) {
        int start = text.length();
        indented("  ", content);
        text.setCharAt(start + indent.length(), '-');
        return this;
    }

    private YamlText indented(String by, Runnable content) {
        String before = indent;
        indent = before + by;
        content.run();
        indent = before;
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    static String scalar(String value) {
        return isPlain(value) ? value : quoted(value);
    }

    private static boolean isPlain(String value) {
        if (value.isEmpty() || WORDS.contains(value.toLowerCase(java.util.Locale.ROOT))) return false;
        char first = value.charAt(0);
        if (!Character.isLetter(first) && first != '/' || value.endsWith(" ") || value.endsWith(":")) return false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isSafe = Character.isLetterOrDigit(c) && !Character.isSurrogate(c)
                    || " .,;_/€()+@?!'-".indexOf(c) >= 0
                    || c == ':' && value.charAt(i + 1) != ' ';
            if (!isSafe) return false;
        }
        return true;
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    boolean isPrintable = c >= 0x20 && c < 0x7F
                            || c >= 0xA0 && c < 0xFFFE && c != '\u2028' && c != '\u2029' && c != '\uFEFF';
                    if (isPrintable) quoted.append(c);
                    else quoted.append("\\u%04X".formatted((int) c));
                }
            }
        }
        return quoted.append('"').toString();
    }
}
