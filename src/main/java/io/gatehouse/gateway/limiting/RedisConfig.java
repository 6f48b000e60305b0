package io.gatehouse.gateway.limiting;

import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Secret;
import io.gatehouse.gateway.redis.RedisAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.function.BiConsumer;

/** Where a Redis is and how to get in, in the words of Kong's configurations. */
public record RedisConfig(
        @Doc("Name or address of the Redis server.") String host,

        @Doc("Port of the Redis server.") @Min(1) @Max(65_535)
        Integer port,

        @Doc("Name to sign in with; Redis 6 and later.") String username,
        @Doc("Password to sign in with.") @Secret String password,
        @Doc("Number of the database.") @Min(0) Integer database,

        @Doc("Milliseconds that connecting, and each answer, may take.") @Min(1) @Max(600_000)
        Integer timeout,

        @Doc("Speaks TLS.") Boolean ssl,
        @Doc("Has the certificate of the server verified.") Boolean sslVerify,

        @Doc("Name in the certificate; must be the host's.") String serverName) {

    private static final int PORT = 6379;
    private static final int TIMEOUT = 2_000;

    public static final RedisConfig DEFAULT = new RedisConfig(null, null, null, null, null, null, null, null, null);

    public RedisConfig {
        port = port == null ? Integer.valueOf(PORT) : port;
        database = database == null ? Integer.valueOf(0) : database;
        timeout = timeout == null ? Integer.valueOf(TIMEOUT) : timeout;
        ssl = ssl == null ? Boolean.FALSE : ssl;
        sslVerify = sslVerify == null ? Boolean.FALSE : sslVerify;
    }

    /** The one that names a server; {@code old} stands in fields of its own, as older configurations have it. */
    public static RedisConfig either(RedisConfig redis, RedisConfig old) {
        boolean isOld = old.host != null && (redis == null || redis.host == null);
        if (isOld) return old;
        return redis == null ? DEFAULT : redis;
    }

    /** Tells what keeps this from being used. */
    public void check(BiConsumer<String, String> broken) {
        if (host == null || host.isBlank()) {
            broken.accept("redis.host", "required when counts are kept in Redis");
        }
        if (ssl && serverName != null && !serverName.equalsIgnoreCase(host)) {
            broken.accept("redis.server_name", "is not available: the certificate must name redis.host");
        }
        if (username != null && password == null) {
            broken.accept("redis.password", "required when there is a username");
        }
    }

    public RedisAddress address() {
        return new RedisAddress(host, port, username, password, database, timeout, ssl, sslVerify);
    }

    /** A record prints its fields, and this one holds a password. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
