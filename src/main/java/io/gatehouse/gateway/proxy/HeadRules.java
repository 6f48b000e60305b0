package io.gatehouse.gateway.proxy;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which fields pass from one connection to the next. A head is built, not copied: fields that belong to a connection stay there
 * (RFC 9110, 7.6.1), framing is written anew, and what only the gateway may say cannot be said by a client. Many servers
 * read {@code _} in a name as if it were {@code -}, and so do these rules where such names may pass at all.
 */
final class HeadRules {
    private static final List<String> OWNED_PREFIXES =
            List.of("x-consumer-", "x-credential-", "x-authenticated-", "x-forwarded-", "x-gatehouse-", "x-kong-");

    private static final char DELETE = 127;
    private static final char MOST_IN_A_FIELD = 255;
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '!'; c < DELETE; c++) TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private final String family;
    private final boolean lenient;

    /**
     * @param family beginning of the names that the gateway itself adds to answers
     * @param lenient whether a client may send names with {@code _}, and Proxy-Authorization
     */
    HeadRules(String family, boolean lenient) {
        this.family = family.toLowerCase(Locale.ROOT);
        this.lenient = lenient;
    }

    /** Adds to {@code to} what a client's request may say to the upstream. */
    void passRequest(MultiMap from, MultiMap to) {
        pass(from, to, true);
    }

    /** Adds to {@code to} what the upstream's response may say to the client. */
    void passResponse(MultiMap from, MultiMap to) {
        pass(from, to, false);
    }

    private void pass(MultiMap from, MultiMap to, boolean request) {
        List<String> named = namedByConnection(from);
        // As they were read: names that were hashed once need not be hashed again, nor turned into Strings.
        var fields = ((HeadersMultiMap) from).iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            CharSequence name = field.getKey();
            boolean passes = request ? passesRequest(name) : passesResponse(name);
            if (passes && (named.isEmpty() || !named.contains(name.toString().toLowerCase(Locale.ROOT))))
                to.add(name, unharmed(field.getValue()));
        }
    }

    /** Encoders write Strings as ASCII; what a peer has sent beyond it must come out as the same bytes. */
    private static CharSequence unharmed(CharSequence field) {
        String value = field.toString();
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > DELETE) return new AsciiString(value.getBytes(StandardCharsets.ISO_8859_1), false);
        }
        return value;
    }

    boolean passesRequest(CharSequence name) {
        if (AsciiString.indexOf(name, '_', 0) >= 0)
            return lenient && passesRequest(name.toString().replace('_', '-'));
        return switch (name.charAt(0) | 0x20) {
            case 'e' -> !same(name, "expect");
            case 'f' -> !same(name, "forwarded");
            case 'h' -> !same(name, "host") && !same(name, "http2-settings");
            case 'x' -> !isOwned(name);
            case 'p' ->
                !same(name, "proxy") && !startsWith(name, "proxy-") || lenient && same(name, "proxy-authorization");
            default -> passesConnections(name) && !same(name, "content-length");
        };
    }

    boolean passesResponse(CharSequence name) {
        return switch (name.charAt(0) | 0x20) {
            case 'p' -> !startsWith(name, "proxy-");
            case 'x' -> !startsWith(name, family);
            default -> passesConnections(name);
        };
    }

    private static boolean passesConnections(CharSequence name) {
        return switch (name.charAt(0) | 0x20) {
            case 'c' -> !same(name, "connection");
            case 'k' -> !same(name, "keep-alive");
            case 't' -> !same(name, "te") && !same(name, "trailer") && !same(name, "transfer-encoding");
            case 'u' -> !same(name, "upgrade");
            default -> true;
        };
    }

    private static boolean isOwned(CharSequence name) {
        if (same(name, "x-real-ip") || same(name, "x-anonymous-consumer")) return true;
        for (String prefix : OWNED_PREFIXES) {
            if (startsWith(name, prefix)) return true;
        }
        return false;
    }

    /** Throws unless it is a field that reads the same for everybody: a token, and a value on one line (RFC 9110, 5.5 and 5.6.2). */
    static void check(CharSequence name, CharSequence value) {
        if (!isToken(name) || !isValue(value)) throw new IllegalArgumentException("not a header field: " + name);
    }

    static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isOfToken(text.charAt(i))) return false;
        }
        return text.length() > 0;
    }

    static boolean isValue(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isOfValue(text.charAt(i))) return false;
        }
        return true;
    }

    static boolean isOfToken(char c) {
        return c < TOKEN.length && TOKEN[c];
    }

    static boolean isOfValue(char c) {
        return c >= ' ' && c != DELETE && c <= MOST_IN_A_FIELD || c == '\t';
    }

    /** Lower case. Framing and owned fields named here change nothing: they are not copied but written. */
    private static List<String> namedByConnection(MultiMap headers) {
        if (!headers.contains("connection")) return List.of();
        List<String> named = List.of();
        for (String value : headers.getAll("connection")) {
            if (same(value, "keep-alive") || same(value, "close")) continue;
            if (named.isEmpty()) named = new ArrayList<>();
            for (String option : value.split(",")) named.add(option.trim().toLowerCase(Locale.ROOT));
        }
        return named;
    }

    /** Whether a list of options, null for none, holds this one. */
    static boolean names(String list, String option) {
        if (list == null) return false;
        for (String one : list.split(",")) {
            if (one.trim().equalsIgnoreCase(option)) return true;
        }
        return false;
    }

    private static boolean same(CharSequence name, String lowerCase) {
        return name.length() == lowerCase.length() && AsciiString.contentEqualsIgnoreCase(name, lowerCase);
    }

    private static boolean startsWith(CharSequence name, String lowerCase) {
        return AsciiString.regionMatches(name, true, 0, lowerCase, 0, lowerCase.length());
    }
}
