package io.gatehouse.gateway.redis;

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

    /** A record prints its fields, and this one holds a password. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
