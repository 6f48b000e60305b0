package io.gatehouse.gateway.limiting;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.function.BiConsumer;

/** Where a Redis is, with all the fields that Kong's larger plugins have for it. */
public record AdvancedRedis(
        @Doc("Name or address of the Redis server.") String host,

        @Doc("Port of the Redis server.") @Min(1) @Max(65_535)
        Integer port,

        @Doc("Name to sign in with; Redis 6 and later.") String username,
        @Doc("Password to sign in with.") @Secret String password,
        @Doc("Number of the database.") @Min(0) Integer database,

        @Doc("Milliseconds that connecting, and each answer, may take.") @Min(1) @Max(600_000)
        Integer timeout,

        @Doc("Milliseconds that connecting may take; the longest of the times counts.") @Min(1) @Max(600_000)
        Integer connectTimeout,

        @Doc("Milliseconds that sending may take.") @Min(1) @Max(600_000)
        Integer sendTimeout,

        @Doc("Milliseconds that an answer may take.") @Min(1) @Max(600_000)
        Integer readTimeout,

        @Doc("Speaks TLS.") Boolean ssl,
        @Doc("Has the certificate of the server verified.") Boolean sslVerify,

        @Doc("Name in the certificate; must be the host's.") String serverName,

        @Doc("Read for compatibility: a node has one connection.")
        Integer keepalivePoolSize,

        @Doc("Read for compatibility: a node has one connection.")
        Integer keepaliveBacklog,

        @Doc(value = "Not available: a proxy in front of a cluster of Redis.", onlyInFiles = true)
        Boolean connectionIsProxied,

        @Doc(value = "Not available: Redis Sentinel.", onlyInFiles = true)
        String sentinelMaster,

        @Doc(value = "Not available: Redis Sentinel.", onlyInFiles = true)
        String sentinelRole,

        @Doc(value = "Not available: Redis Sentinel.", onlyInFiles = true)
        String sentinelUsername,

        @Doc(value = "Not available: Redis Sentinel.", onlyInFiles = true) @Secret
        String sentinelPassword,

        @Doc(value = "Not available: Redis Sentinel.", onlyInFiles = true)
        List<JsonNode> sentinelNodes,

        @Doc(value = "Not available: Redis Sentinel.", onlyInFiles = true)
        List<String> sentinelAddresses,

        @Doc(value = "Not available: Redis Cluster.", onlyInFiles = true)
        List<JsonNode> clusterNodes,

        @Doc(value = "Not available: Redis Cluster.", onlyInFiles = true)
        List<String> clusterAddresses,

        @Doc("Read for compatibility.") Integer clusterMaxRedirections) {

    public static final AdvancedRedis DEFAULT = new AdvancedRedis(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null);

    private static final String LOCALHOST = "127.0.0.1";

    /** Tells what keeps this from being used. */
    public void check(BiConsumer<String, String> broken) {
        unavailable("redis.connection_is_proxied", Boolean.TRUE.equals(connectionIsProxied), broken);
        unavailable("redis.sentinel_master", sentinelMaster != null, broken);
        unavailable("redis.sentinel_nodes", isSome(sentinelNodes), broken);
        unavailable("redis.sentinel_addresses", isSome(sentinelAddresses), broken);
        unavailable("redis.cluster_nodes", isSome(clusterNodes), broken);
        unavailable("redis.cluster_addresses", isSome(clusterAddresses), broken);
        plain().check(broken);
    }

    /** What is used of it. */
    public RedisConfig plain() {
        return new RedisConfig(
                host == null ? LOCALHOST : host,
                port,
                username,
                password,
                database,
                longest(),
                ssl,
                sslVerify,
                serverName);
    }

    private Integer longest() {
        Integer longest = timeout;
        for (Integer time : new Integer[] {connectTimeout, sendTimeout, readTimeout}) {
            if (time != null && (longest == null || time > longest)) longest = time;
        }
        return longest;
    }

    private static boolean isSome(List<?> list) {
        return list != null && !list.isEmpty();
    }

    private static void unavailable(String field, boolean isSet, BiConsumer<String, String> broken) {
        if (isSet) broken.accept(field, "is not available: counts are kept in one Redis server");
    }
}
