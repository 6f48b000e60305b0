package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.limit.Decision.Room;
import io.gatehouse.gateway.redis.RedisScript;
import io.gatehouse.gateway.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Counts in Redis what becomes known only after the call: looked at before it, and added when it is told. */
public final class SharedUsage {

    private static final RedisScript LOOK = RedisScript.of("""
            local counts = {}
            for i = 1, #KEYS do counts[i] = tonumber(redis.call('GET', KEYS[i]) or 0) end
            return counts
            """);

    /** Arguments: the amount, then the lifetime of each key. */
    private static final RedisScript ADD = RedisScript.of("""
            for i = 1, #KEYS do
              redis.call('INCRBY', KEYS[i], ARGV[1])
              redis.call('PEXPIRE', KEYS[i], ARGV[i + 1])
            end
            return 0
            """);

    private final RedisStore store;
    private final InstantSource clock;

    public SharedUsage(RedisStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** For event loops. What a call would be told now; fails when Redis is away. */
    public Future<Decision> look(LimitKey key, List<Limit> limits) {
        List<SharedWindow> windows = windows(key, limits);
        return store.run(LOOK, keys(windows), List.of()).map(counts -> decision(windows, counts));
    }

    /** For event loops; whether there is room for it or not. */
    public Future<Void> add(LimitKey key, List<Limit> limits, long amount) {
        List<SharedWindow> windows = windows(key, limits);
        List<String> arguments = new ArrayList<>(1 + windows.size());
        arguments.add(Long.toString(amount));
        windows.forEach(window -> arguments.add(Long.toString(window.millisToKeep())));
        return store.run(ADD, keys(windows), arguments).mapEmpty();
    }

    private List<SharedWindow> windows(LimitKey key, List<Limit> limits) {
        long now = clock.millis();
        return limits.stream()
                .map(limit -> SharedWindow.of(limit, key.prefix(), now))
                .toList();
    }

    private static List<String> keys(List<SharedWindow> windows) {
        return windows.stream().map(SharedWindow::key).toList();
    }

    private static Decision decision(List<SharedWindow> windows, Response counts) {
        long retryAfter = 0;
        List<Room> rooms = new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            SharedWindow window = windows.get(i);
            long current = counts.get(i).toLong();
            rooms.add(window.left(current, 0));
            if (window.room(current, 0) == 0) retryAfter = Math.max(retryAfter, window.retryAfter(current, 0));
        }
        return new Decision(retryAfter == 0, retryAfter, rooms);
    }
}
