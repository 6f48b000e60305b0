package io.gatehouse.gateway.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The one form of a path that routing, plugins, logs and the upstream see. Whoever decides on one form and passes on another has a
 * hole (CVE-2021-27306, CVE-2021-43557), so escapes of unreserved characters are decoded once, dot segments and doubled slashes
 * removed, and what two servers could read differently ({@code %2F}, {@code %5C}, {@code \}, {@code ..;}) is refused, or kept as it is
 * where clients are used to that. {@code %00} is always refused.
 */
final class RequestPath {
    static final RequestPath REFUSING = new RequestPath(false);
    static final RequestPath KEEPING = new RequestPath(true);

    private static final byte PLAIN = 0;
    private static final byte SPECIAL = 1;
    private static final byte ESCAPED = 2;
    private static final byte REFUSED = 3;
    private static final byte[] KINDS = new byte[128];
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    static {
        Arrays.fill(KINDS, REFUSED);
        for (char c = '!'; c < 127; c++) KINDS[c] = PLAIN;
        for (char c : "\"<>^`{|}".toCharArray()) KINDS[c] = ESCAPED;
        KINDS['%'] = SPECIAL;
        KINDS['\\'] = REFUSED;
        KINDS['#'] = REFUSED;
        KINDS['?'] = REFUSED;
    }

    private final boolean keeps;

    private RequestPath(boolean keeps) {
        this.keeps = keeps;
    }

    /** Null for a path that is not to be passed on. */
    String normalised(String path) {
        int length = path.length();
        if (length == 0 || path.charAt(0) != '/') return null;
        char before = 0;
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            if (c >= 128) return null;
            if (KINDS[c] != PLAIN || before == '/' && (c == '/' || c == '.' || c == ';'))
                return withoutDetours(unescaped(path));
            before = c;
        }
        return path;
    }

    /** Whether it can stand in a query: printable ASCII that ends neither the line nor the query, and whole escapes. */
    static boolean isQuery(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 127 || c == '#' || c == '%' && escapedAt(text, i) < 0) return false;
        }
        return true;
    }

    /** For what a plugin has put together: everything escaped that cannot stand in a target. Escapes are left as they are. */
    static String escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (mustBeEscaped(text.charAt(i))) return escapedFrom(text, i);
        }
        return text;
    }

    private static String escapedFrom(String text, int first) {
        StringBuilder clean = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (byte b : text.substring(first).getBytes(StandardCharsets.UTF_8)) {
            if (b < 0 || mustBeEscaped((char) b)) escape(clean, b & 0xFF);
            else clean.append((char) b);
        }
        return clean.toString();
    }

    private static boolean mustBeEscaped(char c) {
        return c <= ' ' || c >= 127 || c == '#' || c == '"' || c == '<' || c == '>' || c == '\\';
    }

    /** Escapes left in the path are upper case and are not of unreserved characters. Null if the path is refused. */
    private String unescaped(String path) {
        StringBuilder clean = new StringBuilder(path.length() + 8);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            byte kind = c >= 128 ? REFUSED : c == '\\' && keeps ? ESCAPED : KINDS[c];
            if (kind == REFUSED) return null;
            if (kind == PLAIN) {
                clean.append(c);
                continue;
            }
            if (kind == ESCAPED) {
                escape(clean, c);
                continue;
            }
            int value = escapedAt(path, i);
            if (value <= 0 || !keeps && (value == '/' || value == '\\')) return null;
            if (isUnreserved(value)) clean.append((char) value);
            else escape(clean, value);
            i += 2;
        }
        return clean.toString();
    }

    /** What the escape here stands for; -1 if it is none. */
    private static int escapedAt(String text, int percent) {
        if (percent + 2 >= text.length()) return -1;
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static void escape(StringBuilder clean, int value) {
        clean.append('%').append(HEX[value >> 4]).append(HEX[value & 15]);
    }

    private static boolean isUnreserved(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** RFC 3986, 5.2.4, with runs of slashes as one. Null if the path climbs above its root. */
    private String withoutDetours(String path) {
        if (path == null) return null;
        StringBuilder clean = new StringBuilder(path.length());
        int at = 0;
        while (at < path.length()) {
            int end = path.indexOf('/', at + 1);
            if (end < 0) end = path.length();
            String segment = path.substring(at + 1, end);
            boolean last = end == path.length();
            if (!keeps && isOnlyParameters(segment)) return null;
            if (segment.equals("..")) {
                if (clean.length() == 0) return null;
                clean.setLength(clean.lastIndexOf("/"));
            }
            boolean vanishes = segment.isEmpty() || segment.equals(".") || segment.equals("..");
            if (!vanishes) clean.append('/').append(segment);
            else if (last) clean.append('/');
            at = end;
        }
        return clean.toString();
    }

    /** Servlet containers drop path parameters: to them {@code ..;x} is a step up, and {@code ;x} is no segment at all. */
    private static boolean isOnlyParameters(String segment) {
        int dots = segment.startsWith("..") ? 2 : segment.startsWith(".") ? 1 : 0;
        String rest = segment.substring(dots);
        return rest.startsWith(";") || rest.startsWith("%3B");
    }
}
