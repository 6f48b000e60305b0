package io.gatehouse.gateway.config;

import java.util.Locale;

/**
 * One entry of a route's {@code hosts}: a host, or one with a {@code *} in place of its first or last labels; each with or without a
 * port.
 *
 * @param text without port and without the star, in lower case: {@code .example.com} of {@code *.example.com}
 * @param port 0 for any
 */
public record HostPattern(Form form, String text, int port) {

    /** Where the star is. */
    public enum Form {
        PLAIN,
        /** {@code *.example.com} */
        ENDING,
        /** {@code example.*} */
        BEGINNING
    }

    private static final int HIGHEST_PORT = 65_535;

    public static HostPattern of(String pattern) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        int colon = portColon(lower);
        String name = colon < 0 ? lower : lower.substring(0, colon);
        int port = colon < 0 ? 0 : Integer.parseInt(lower.substring(colon + 1));
        if (name.startsWith("*.")) {
            return new HostPattern(Form.ENDING, name.substring(1), port);
        }
        return name.endsWith(".*")
                ? new HostPattern(Form.BEGINNING, name.substring(0, name.length() - 1), port)
                : new HostPattern(Form.PLAIN, name, port);
    }

    /** Where the port begins (its colon), or -1. The colons inside the brackets of an IPv6 address are part of the host. */
    public static int portColon(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? colon : -1;
    }

    /** What is wrong with a pattern, or null. */
    static String problemOf(String pattern) {
        int colon = portColon(pattern);
        String name = colon < 0 ? pattern : pattern.substring(0, colon);
        if (colon >= 0 && !isPort(pattern.substring(colon + 1))) {
            return "invalid port in '" + pattern + "'";
        }
        if (name.indexOf('*') != name.lastIndexOf('*')) {
            return "invalid wildcard in '" + pattern + "': only one '*' is allowed";
        }
        if (name.contains("*") && !name.startsWith("*.") && !name.endsWith(".*")) {
            return "invalid wildcard in '" + pattern + "': it must stand for the first or the last label";
        }
        if (name.startsWith("[") != name.endsWith("]") || name.indexOf(':') >= 0 && !name.startsWith("[")) {
            return "invalid value: " + pattern + "; an IPv6 address stands in brackets";
        }
        return Rules.isHost(name.replace('*', 'x')) ? null : "invalid value: " + pattern;
    }

    private static boolean isPort(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int port = Integer.parseInt(text);
        return port > 0 && port <= HIGHEST_PORT;
    }
}
