package io.gatehouse.gateway.proxy;

/**
 * What stands between method and version in a request line.
 *
 * @param authority null unless the client sent the absolute form; then it counts, and not the Host field (RFC 9112, 3.2.2)
 * @param path as it was sent
 * @param query as it was sent, without the question mark; null for none
 */
record RequestTarget(String authority, String path, String query) {

    /** Null for {@code *}, {@code host:port}, other schemes and junk: none of them can be proxied. */
    static RequestTarget of(String text) {
        if (text.startsWith("/")) return split(null, text);
        int authorityAt = startsWith(text, "http://") ? 7 : startsWith(text, "https://") ? 8 : -1;
        if (authorityAt < 0) return null;
        int end = authorityAt;
        while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') end++;
        String authority = text.substring(authorityAt, end);
        String rest = text.substring(end);
        return split(authority, rest.startsWith("/") ? rest : "/" + rest);
    }

    private static boolean startsWith(String text, String start) {
        return text.regionMatches(true, 0, start, 0, start.length());
    }

    private static RequestTarget split(String authority, String text) {
        int mark = text.indexOf('?');
        if (mark < 0) return new RequestTarget(authority, text, null);
        String query = text.substring(mark + 1);
        return RequestPath.isQuery(query) ? new RequestTarget(authority, text.substring(0, mark), query) : null;
    }
}
