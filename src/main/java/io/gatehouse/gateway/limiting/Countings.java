package io.gatehouse.gateway.limiting;

import io.gatehouse.gateway.limit.Decision;
import io.gatehouse.gateway.limit.LeasedRateLimiter;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.LimitKey;
import io.gatehouse.gateway.limit.SharedRateLimiter;
import io.gatehouse.gateway.limit.SharedUsage;
import io.gatehouse.gateway.limit.SyncedRateLimiter;
import io.gatehouse.gateway.limit.WindowType;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.redis.RedisAddress;
import io.gatehouse.gateway.redis.RedisStores;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The places to count in of a process: plugins that name the same one share it, also across changes of the configuration. */
public final class Countings {
    private static final double MILLIS = 1_000;

    private final RedisAddress shared;
    private final RedisStores stores = new RedisStores();
    private final ConcurrentHashMap<Synced, SyncedRateLimiter> synced = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RedisAddress, LeasedRateLimiter> leased = new ConcurrentHashMap<>();

    /** @param shared the Redis that all nodes of the installation share; null for none */
    public Countings(RedisAddress shared) {
        this.shared = shared;
    }

    /** In this process. */
    public static Counting local(Scope scope) {
        return (key, limits, countsRefused) ->
                Future.succeededFuture(scope.limiter().take(key, limits, countsRefused));
    }

    /** The Redis that all nodes of the installation share. */
    public Optional<RedisAddress> shared() {
        return Optional.ofNullable(shared);
    }

    /**
     * As Kong counts in Redis.
     *
     * @param syncRate seconds between two exchanges with Redis; 0 or less to count there with each call
     */
    public Counting redis(RedisAddress address, double syncRate, InstantSource clock) {
        if (syncRate <= 0) return new SharedRateLimiter(stores.store(address), clock)::take;
        Duration pause = Duration.ofMillis(Math.max(1, Math.round(syncRate * MILLIS)));
        SyncedRateLimiter limiter = synced.computeIfAbsent(
                new Synced(address, pause), absent -> new SyncedRateLimiter(stores.store(address), pause, clock));
        return (key, limits, countsRefused) -> Future.succeededFuture(limiter.take(key, limits, countsRefused));
    }

    /** In this process, for what becomes known only after the call. */
    public static UsageCounting localUsage(Scope scope) {
        return new UsageCounting() {
            @Override
            public Future<Decision> look(LimitKey key, List<Limit> limits) {
                return Future.succeededFuture(scope.limiter().look(key, limits));
            }

            @Override
            public void add(LimitKey key, List<Limit> limits, long amount) {
                scope.limiter().add(key, limits, amount);
            }
        };
    }

    /** In Redis, for what becomes known only after the call. */
    public UsageCounting redisUsage(RedisConfig redis, InstantSource clock) {
        SharedUsage shared = new SharedUsage(stores.store(redis.address()), clock);
        return new UsageCounting() {
            @Override
            public Future<Decision> look(LimitKey key, List<Limit> limits) {
                return shared.look(key, limits);
            }

            @Override
            public void add(LimitKey key, List<Limit> limits, long amount) {
                shared.add(key, limits, amount);
            }
        };
    }

    /**
     * For {@link WindowType#EXACT}.
     *
     * @param takesShare whether a node goes by its share of the limits while Redis is away; else counting fails
     */
    public Counting leased(RedisAddress address, boolean takesShare, InstantSource clock) {
        LeasedRateLimiter limiter =
                leased.computeIfAbsent(address, absent -> LeasedRateLimiter.in(stores.store(address), clock));
        return (key, limits, countsRefused) -> limiter.take(key, limits, countsRefused, takesShare);
    }

    /** What the logs of leases have to tell, in Prometheus' text format. */
    public void scrape(StringBuilder text) {
        for (LeasedRateLimiter limiter : leased.values()) {
            LeasedRateLimiter.Numbers numbers = limiter.numbers();
            line(text, "gatehouse_limits_redis_up", numbers.log(), numbers.isThere() ? 1 : 0);
            line(text, "gatehouse_limits_nodes", numbers.log(), numbers.nodes());
            line(text, "gatehouse_limits_redis_calls_total", numbers.log(), numbers.calls());
            line(text, "gatehouse_limits_by_share_total", numbers.log(), numbers.byShare());
        }
    }

    private static void line(StringBuilder text, String name, String redis, long value) {
        text.append(name)
                .append("{redis=\"")
                .append(redis)
                .append("\"} ")
                .append(value)
                .append('\n');
    }

    private record Synced(RedisAddress address, Duration pause) {}
}
