package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.limit.Decision.Room;
import io.gatehouse.gateway.redis.RedisScript;
import io.gatehouse.gateway.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Counts in Redis with each call: looking and counting is one script, so that no two nodes take the same last request. */
public final class SharedRateLimiter {

    /** Keys are pairs: this window and the one before. Arguments: whether refused calls count, then limit, share and lifetime of each. */
    private static final RedisScript TAKE = RedisScript.of("""
            local counts = {}
            local allowed = true
            for i = 1, #KEYS / 2 do
              local limit, share = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
              local now = tonumber(redis.call('GET', KEYS[2 * i - 1]) or 0)
              local before = 0
              if share > 0 then before = tonumber(redis.call('GET', KEYS[2 * i]) or 0) end
              counts[2 * i], counts[2 * i + 1] = now, before
              if math.floor(limit - now - before * share) <= 0 then allowed = false end
            end
            counts[1] = allowed and 1 or 0
            if allowed or ARGV[1] == '1' then
              for i = 1, #KEYS / 2 do
                local key = KEYS[2 * i - 1]
                counts[2 * i] = redis.call('INCRBY', key, 1)
                if counts[2 * i] == 1 then redis.call('PEXPIRE', key, ARGV[3 * i + 1]) end
              end
            end
            return counts
            """);

    private final RedisStore store;
    private final InstantSource clock;

    public SharedRateLimiter(RedisStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** For event loops. Fails when Redis is away. */
    public Future<Decision> take(LimitKey key, List<Limit> limits, boolean countsRefused) {
        long now = clock.millis();
        List<SharedWindow> windows = new ArrayList<>(limits.size());
        List<String> keys = new ArrayList<>(2 * limits.size());
        List<String> arguments = new ArrayList<>(1 + 3 * limits.size());
        arguments.add(countsRefused ? "1" : "0");
        for (Limit limit : limits) {
            SharedWindow window = SharedWindow.of(limit, key.prefix(), now);
            windows.add(window);
            keys.add(window.key());
            keys.add(window.keyBefore());
            arguments.add(Long.toString(limit.requests()));
            arguments.add(Double.toString(window.share()));
            arguments.add(Long.toString(window.millisToKeep()));
        }
        return store.run(TAKE, keys, arguments).map(counts -> decision(windows, counts));
    }

    private static Decision decision(List<SharedWindow> windows, Response counts) {
        boolean allowed = counts.get(0).toInteger() == 1;
        long retryAfter = 0;
        List<Room> rooms = new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            SharedWindow window = windows.get(i);
            long current = counts.get(2 * i + 1).toLong();
            long before = counts.get(2 * i + 2).toLong();
            rooms.add(window.left(current, before));
            boolean isFull = !allowed && window.room(current, before) == 0;
            if (isFull) retryAfter = Math.max(retryAfter, window.retryAfter(current, before));
        }
        return new Decision(allowed, retryAfter, rooms);
    }
}
