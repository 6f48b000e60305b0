package io.gatehouse.gateway.redis;

import java.util.concurrent.ConcurrentHashMap;

/** The Redis servers of a process: plugins that name the same one share its connection. */
public final class RedisStores {
    private final ConcurrentHashMap<RedisAddress, RedisStore> stores = new ConcurrentHashMap<>();

    public RedisStore store(RedisAddress address) {
        return stores.computeIfAbsent(address, RedisStore::new);
    }
}
