package io.gatehouse.gateway.config;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a plain path has to look like, so that the paths of requests, which are normalised first, can ever match it. */
final class PathRules {

    private static final Pattern BAD_CHARACTER = Pattern.compile("[\\s?#\\\\\\p{Cntrl}]|%(?!\\p{XDigit}{2})");
    private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.{1,2}(/|$)");
    /** An escape, or something that requests can only bring as one. */
    private static final Pattern ESCAPE = Pattern.compile("%\\p{XDigit}{2}|[\"<>^`{|}]|[^\\p{ASCII}]+");

    private static final String UNRESERVED = "-._~";

    private PathRules() {}

    /** What is wrong, or null. */
    static String problemOf(String path) {
        if (!path.startsWith("/")) {
            return "should start with: /";
        }
        if (path.contains("//")) {
            return "must not have empty segments";
        }
        if (BAD_CHARACTER.matcher(path).find()) {
            return "invalid value: " + path
                    + "; a path has no spaces, '?', '#' or '\\', and '%' only before two hex digits";
        }
        if (DOT_SEGMENT.matcher(path).find()) {
            return "must not have the segments '.' or '..'";
        }
        String normal = ESCAPE.matcher(path).replaceAll(PathRules::normalEscape);
        return normal.equals(path) ? null : "non-normalized path, consider use '" + normal + "' instead";
    }

    private static String normalEscape(MatchResult escape) {
        String text = escape.group();
        if (text.charAt(0) == '%') {
            char c = (char) Integer.parseInt(text.substring(1), 16);
            boolean unreserved = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            return unreserved ? String.valueOf(c) : text.toUpperCase(Locale.ROOT);
        }
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(String.format("%%%02X", b));
        }
        return escaped.toString();
    }
}
