package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.limit.WindowType;
import io.gatehouse.gateway.limiting.Counting;
import io.gatehouse.gateway.limiting.Countings;
import io.gatehouse.gateway.limiting.LimitBy;
import io.gatehouse.gateway.limiting.LimitFilter;
import io.gatehouse.gateway.limiting.LimitRules;
import io.gatehouse.gateway.limiting.PeriodLimits;
import io.gatehouse.gateway.limiting.RedisConfig;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Metered;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.Secret;
import io.gatehouse.gateway.redis.RedisAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Allows so many requests per period, and tells every caller how many are left. */
public final class RateLimiting extends NamedPlugin<RateLimiting.Config> implements Metered {

    private static final int PRIORITY = 910;
    private static final double LEAST_SYNC_RATE = 0.02;

    private final Countings countings;

    /** Where the counts are kept. */
    public enum Policy {
        @JsonProperty("local")
        LOCAL,
        @JsonProperty("redis")
        REDIS,
        @JsonProperty("shared")
        SHARED
    }

    @Doc("Allows so many requests per period. Refused requests are not counted.")
    public record Config(
            @Doc("Requests per second.") @Positive Long second,
            @Doc("Requests per minute.") @Positive Long minute,
            @Doc("Requests per hour.") @Positive Long hour,
            @Doc("Requests per day.") @Positive Long day,
            @Doc("Requests per month.") @Positive Long month,
            @Doc("Requests per year.") @Positive Long year,

            @Doc(
                    "How a period moves: “fixed” to the clock (UTC), “sliding” with the weighted share of the period before, or"
                            + " “exact”, which is the trailing period to the millisecond.")
            WindowType windowType,

            @Doc("Who shares a count; whoever has none of it (no consumer, no such header) is counted by address.")
            LimitBy limitBy,

            @Doc("The header to count by, when limit_by is “header”.")
            String headerName,

            @Doc("The path to count by, when limit_by is “path”.")
            String path,

            @Doc(
                    "Where the counts are kept: “local” is in this process, “redis” is shared by all nodes that name it, and"
                            + " “shared” by all nodes of the installation, in the Redis of GATEHOUSE_LIMITS_REDIS; without that"
                            + " setting it is as “local”.")
            Policy policy,

            @Doc("Counts refused requests as well, so that insisting is of no use.")
            Boolean countRefused,

            @Doc(
                    "Serves requests all the same when Redis is away: with exact windows each node goes by its share of the"
                            + " limit, with others requests pass without headers about limits. Otherwise they are answered 500.")
            Boolean faultTolerant,

            @Doc(
                    "With Redis: -1 counts there with each request; a number of seconds, 0.02 at least, counts here and brings"
                            + " the counts together so often. With exact windows a node asks when it needs to.")
            Double syncRate,

            @Doc("The Redis server to count in, when policy is “redis”.") @Valid
            RedisConfig redis,

            @Doc(value = "The old name of redis.host.", onlyInFiles = true)
            String redisHost,

            @Doc(value = "The old name of redis.port.", onlyInFiles = true)
            Integer redisPort,

            @Doc(value = "The old name of redis.username.", onlyInFiles = true)
            String redisUsername,

            @Doc(value = "The old name of redis.password.", onlyInFiles = true) @Secret
            String redisPassword,

            @Doc(value = "The old name of redis.database.", onlyInFiles = true)
            Integer redisDatabase,

            @Doc(value = "The old name of redis.timeout.", onlyInFiles = true)
            Integer redisTimeout,

            @Doc(value = "The old name of redis.ssl.", onlyInFiles = true)
            Boolean redisSsl,

            @Doc(value = "The old name of redis.ssl_verify.", onlyInFiles = true)
            Boolean redisSslVerify,

            @Doc(value = "The old name of redis.server_name.", onlyInFiles = true)
            String redisServerName,

            @Doc("Sends no headers about limits.") Boolean hideClientHeaders,
            @Doc("Status of a refusal.") @Min(400) @Max(599) Integer errorCode,
            @Doc("Message of a refusal.") String errorMessage)
            implements ConfigRules {

        public Config {
            windowType = windowType == null ? WindowType.FIXED : windowType;
            limitBy = limitBy == null ? LimitBy.CONSUMER : limitBy;
            policy = policy == null ? Policy.LOCAL : policy;
            countRefused = countRefused == null ? Boolean.FALSE : countRefused;
            faultTolerant = faultTolerant == null ? Boolean.TRUE : faultTolerant;
            syncRate = syncRate == null ? Double.valueOf(-1) : syncRate;
            redis = RedisConfig.either(
                    redis,
                    new RedisConfig(
                            redisHost,
                            redisPort,
                            redisUsername,
                            redisPassword,
                            redisDatabase,
                            redisTimeout,
                            redisSsl,
                            redisSslVerify,
                            redisServerName));
            hideClientHeaders = hideClientHeaders == null ? Boolean.FALSE : hideClientHeaders;
            errorCode = errorCode == null ? Integer.valueOf(429) : errorCode;
            errorMessage = errorMessage == null ? "API rate limit exceeded" : errorMessage;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            periods().check(broken);
            if (policy == Policy.REDIS) redis.check(broken);
            if (policy != Policy.LOCAL) checkSyncRate(broken);
            if (limitBy == LimitBy.HEADER && (headerName == null || headerName.isBlank())) {
                broken.accept("header_name", "required when limit_by is 'header'");
            }
            if (limitBy == LimitBy.PATH && (path == null || !path.startsWith("/"))) {
                broken.accept("path", "required when limit_by is 'path'; it should start with: /");
            }
        }

        private void checkSyncRate(BiConsumer<String, String> broken) {
            if (syncRate == -1) return;
            if (windowType == WindowType.EXACT) {
                broken.accept("sync_rate", "must be -1 when window_type is 'exact'");
            } else if (syncRate < LEAST_SYNC_RATE) {
                broken.accept("sync_rate", "must be -1, or at least " + LEAST_SYNC_RATE);
            }
        }

        private LimitRules rules(Scope scope) {
            return new LimitRules(
                    scope.counterName(),
                    periods().limits(windowType),
                    List.of(limitBy),
                    headerName,
                    path,
                    countRefused,
                    hideClientHeaders,
                    0,
                    errorCode,
                    errorMessage);
        }

        private PeriodLimits periods() {
            return new PeriodLimits(second, minute, hour, day, month, year);
        }
    }

    public RateLimiting(Countings countings) {
        super("rate-limiting", PRIORITY, Config.class);
        this.countings = countings;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new LimitFilter(config.rules(scope), counting(config, scope), config.faultTolerant());
    }

    private Counting counting(Config config, Scope scope) {
        Optional<RedisAddress> redis = switch (config.policy()) {
            case LOCAL -> Optional.empty();
            case REDIS -> Optional.of(config.redis().address());
            case SHARED -> countings.shared();
        };
        if (redis.isEmpty()) return Countings.local(scope);
        return config.windowType() == WindowType.EXACT
                ? countings.leased(redis.get(), config.faultTolerant(), scope.clock())
                : countings.redis(redis.get(), config.syncRate(), scope.clock());
    }

    /** Also for the other plugin that counts in the same places. */
    @Override
    public void scrape(StringBuilder text) {
        countings.scrape(text);
    }
}
