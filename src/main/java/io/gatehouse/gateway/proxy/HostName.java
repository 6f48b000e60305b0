package io.gatehouse.gateway.proxy;

import java.util.Locale;

/**
 * The host and port that a client asked for.
 *
 * @param name lower case, without port; empty when the client named none
 * @param port -1 when none was given
 */
record HostName(String name, int port) {
    static final HostName NONE = new HostName("", -1);

    private static final int HIGHEST_PORT = 65535;

    /** Null if it is not {@code host[:port]}. */
    static HostName of(String authority) {
        boolean literal = authority.startsWith("[");
        int nameEnd = literal ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (literal && nameEnd == 0) return null;
        if (nameEnd < 0) nameEnd = authority.length();
        if (nameEnd == 0) return null;
        for (int i = literal ? 1 : 0; i < (literal ? nameEnd - 1 : nameEnd); i++) {
            if (!(literal ? isOfAddress(authority.charAt(i)) : isOfName(authority.charAt(i)))) return null;
        }
        int port = -1;
        if (nameEnd < authority.length()) {
            port = port(authority, nameEnd);
            if (port < 0) return null;
        }
        return new HostName(lower(authority.substring(0, nameEnd)), port);
    }

    private static int port(String authority, int colon) {
        if (authority.charAt(colon) != ':' || colon + 1 == authority.length()) return -1;
        int port = 0;
        for (int i = colon + 1; i < authority.length(); i++) {
            char c = authority.charAt(i);
            if (c < '0' || c > '9') return -1;
            port = port * 10 + c - '0';
            if (port > HIGHEST_PORT) return -1;
        }
        return port;
    }

    private static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') return name.toLowerCase(Locale.ROOT);
        }
        return name;
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    private static boolean isOfAddress(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == ':' || c == '.';
    }
}
