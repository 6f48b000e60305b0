package io.gatehouse.gateway.redis;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a Redis is and how to get in.
 *
 * @param username null for Redis' own
 * @param password null for none
 * @param timeout milliseconds that connecting, and each answer, may take
 */
public record RedisAddress(
        String host,
        int port,
        String username,
        String password,
        int database,
        int timeout,
        boolean isSecure,
        boolean isVerified) {

    private static final int PORT = 6379;

    /**
     * Reads {@code redis://username:password@host:port/database}, of which all but the host may be left out; {@code rediss} for TLS, with
     * the server's certificate verified.
     *
     * @param timeout milliseconds
     */
    public static RedisAddress of(URI url, int timeout) {
        boolean isSecure = "rediss".equals(url.getScheme());
        if (!isSecure && !"redis".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("expected redis://host:port/database or rediss://…");
        }
        String database = url.getPath() == null ? "" : url.getPath().replaceFirst("^/", "");
        if (!database.matches("\\d{0,4}")) throw new IllegalArgumentException("the database must be a number");
        String user = url.getRawUserInfo();
        int colon = user == null ? -1 : user.indexOf(':');
        if (user != null && colon < 0) throw new IllegalArgumentException("a user needs a password: name:password@");
        return new RedisAddress(
                url.getHost().replaceAll("[\\[\\]]", ""),
                url.getPort() < 0 ? PORT : url.getPort(),
                colon <= 0 ? null : decoded(user.substring(0, colon)),
                colon < 0 ? null : decoded(user.substring(colon + 1)),
                database.isEmpty() ? 0 : Integer.parseInt(database),
                timeout,
                isSecure,
                isSecure);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A record prints its fields, and this one holds a password. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
