package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.Period;
import io.gatehouse.gateway.limit.WindowType;
import io.gatehouse.gateway.limiting.AdvancedRedis;
import io.gatehouse.gateway.limiting.Counting;
import io.gatehouse.gateway.limiting.Countings;
import io.gatehouse.gateway.limiting.LimitBy;
import io.gatehouse.gateway.limiting.LimitFilter;
import io.gatehouse.gateway.limiting.LimitRules;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.redis.RedisAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/** Allows so many requests in windows of any length, as Kong's plugin of this name does. */
public final class RateLimitingAdvanced extends NamedPlugin<RateLimitingAdvanced.Config> {

    private static final int PRIORITY = 910;
    private static final double LEAST_SYNC_RATE = 0.02;
    private static final long LONGEST_WINDOW = 10L * 365 * 86_400;

    /** Where the counts are kept. */
    public enum Strategy {
        @JsonProperty("local")
        LOCAL,
        @JsonProperty("redis")
        REDIS
    }

    @Doc("Allows so many requests in windows of any length; with sliding windows refused requests count as well.")
    public record Config(
            @Doc("Requests in each window. Sorted, as the windows are: the smallest belongs to the shortest.") @NotEmpty
            List<@Positive Long> limit,

            @Doc("Seconds that each window lasts.") @NotEmpty
            List<@Positive @Max(LONGEST_WINDOW) Long> windowSize,

            @Doc(
                    "How windows move: “sliding” with the weighted share of the window before, “fixed” to the clock (UTC), or"
                            + " “exact”, which is the trailing window to the millisecond.")
            WindowType windowType,

            @Doc("Who shares a count; whoever has none of it (no consumer, no such header) is counted by address.")
            LimitBy identifier,

            @Doc("Several of these, in place of identifier: only who agrees in all of them shares a count.")
            List<LimitBy> compoundIdentifier,

            @Doc("The header to count by, when the identifier is “header”.")
            String headerName,

            @Doc("The path to count by, when the identifier is “path”.")
            String path,

            @Doc("Where the counts are kept: “local” is in this process, “redis” is shared by all nodes.")
            Strategy strategy,

            @Doc(
                    "With Redis: 0 counts there with each request; a number of seconds, 0.02 at least, counts here and brings the"
                            + " counts together so often; -1 counts here only. With exact windows and Redis, 0: a node asks when it"
                            + " needs to.")
            Double syncRate,

            @Doc(
                    "Plugins with the same namespace share their counts. Without one they are of the service and route that the"
                            + " plugin is set on.")
            String namespace,

            @Doc(
                    "The Redis server to count in, when the strategy is “redis”. While it is away each node counts by itself.")
            @Valid
            AdvancedRedis redis,

            @Doc("Does not count refused requests. They never count with fixed or exact windows.")
            Boolean disablePenalty,

            @Doc("The most seconds that are added to Retry-After by chance.") @Min(0) @Max(86_400)
            Integer retryAfterJitterMax,

            @Doc("Sends no headers about limits.") Boolean hideClientHeaders,
            @Doc("Status of a refusal.") @Min(400) @Max(599) Integer errorCode,
            @Doc("Message of a refusal.") String errorMessage,

            @Doc("Read for compatibility: memory is the process's own.")
            String dictionaryName,

            @Doc("Read for compatibility: memory is the process's own.")
            String lockDictionaryName,

            @Doc(
                    value = "Not available, as it is deprecated: set the plugin on the consumer group.",
                    onlyInFiles = true)
            Boolean enforceConsumerGroups,

            @Doc("Read for compatibility; of no effect without enforce_consumer_groups.")
            List<String> consumerGroups)
            implements ConfigRules {

        public Config {
            limit = sorted(limit);
            windowSize = sorted(windowSize);
            windowType = windowType == null ? WindowType.SLIDING : windowType;
            identifier = identifier == null ? LimitBy.CONSUMER : identifier;
            strategy = strategy == null ? Strategy.LOCAL : strategy;
            disablePenalty = disablePenalty == null ? Boolean.FALSE : disablePenalty;
            retryAfterJitterMax = retryAfterJitterMax == null ? Integer.valueOf(0) : retryAfterJitterMax;
            hideClientHeaders = hideClientHeaders == null ? Boolean.FALSE : hideClientHeaders;
            errorCode = errorCode == null ? Integer.valueOf(429) : errorCode;
            errorMessage = errorMessage == null ? "API rate limit exceeded" : errorMessage;
            enforceConsumerGroups = enforceConsumerGroups == null ? Boolean.FALSE : enforceConsumerGroups;
        }

        private static List<Long> sorted(List<Long> numbers) {
            if (numbers == null || numbers.contains(null)) return numbers;
            List<Long> sorted = new ArrayList<>(numbers);
            Collections.sort(sorted);
            return sorted;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (limit != null && windowSize != null && limit.size() != windowSize.size()) {
                broken.accept(null, "You must provide the same number of windows and limits");
            }
            if (by().contains(LimitBy.HEADER) && (headerName == null || headerName.isBlank())) {
                broken.accept("header_name", "required when the identifier is 'header'");
            }
            if (by().contains(LimitBy.PATH) && (path == null || !path.startsWith("/"))) {
                broken.accept("path", "required when the identifier is 'path'; it should start with: /");
            }
            if (enforceConsumerGroups) {
                broken.accept(
                        "enforce_consumer_groups", "is not available: set the plugin on the consumer group instead");
            }
            if (strategy == Strategy.REDIS) checkRedis(broken);
        }

        private void checkRedis(BiConsumer<String, String> broken) {
            if (redis != null) redis.check(broken);
            if (syncRate == null) {
                broken.accept("sync_rate", "required when the strategy is 'redis'");
            } else if (windowType == WindowType.EXACT && syncRate > 0) {
                broken.accept("sync_rate", "must be 0 or -1 when window_type is 'exact'");
            } else if (syncRate != -1 && syncRate != 0 && syncRate < LEAST_SYNC_RATE) {
                broken.accept("sync_rate", "must be -1, 0, or at least " + LEAST_SYNC_RATE);
            }
        }

        private boolean countsHere() {
            return strategy == Strategy.LOCAL || syncRate < 0;
        }

        private List<LimitBy> by() {
            return compoundIdentifier == null || compoundIdentifier.isEmpty()
                    ? List.of(identifier)
                    : compoundIdentifier;
        }

        private LimitRules rules(Scope scope) {
            List<Limit> limits = new ArrayList<>();
            for (int i = 0; i < limit.size(); i++) {
                Period period = Period.of(Duration.ofSeconds(windowSize.get(i)));
                limits.add(new Limit(limit.get(i), period, windowType));
            }
            return new LimitRules(
                    "advanced:" + (namespace == null ? scope.counterName() : namespace),
                    limits,
                    by(),
                    headerName,
                    path,
                    windowType == WindowType.SLIDING && !disablePenalty,
                    hideClientHeaders,
                    retryAfterJitterMax,
                    errorCode,
                    errorMessage);
        }
    }

    private final Countings countings;

    public RateLimitingAdvanced(Countings countings) {
        super("rate-limiting-advanced", PRIORITY, Config.class);
        this.countings = countings;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        Counting here = Countings.local(scope);
        if (config.countsHere()) return new LimitFilter(config.rules(scope), here, true);
        var redis = config.redis() == null ? AdvancedRedis.DEFAULT : config.redis();
        RedisAddress address = redis.plain().address();
        if (config.windowType() == WindowType.EXACT) {
            return new LimitFilter(config.rules(scope), countings.leased(address, true, scope.clock()), true);
        }
        Counting shared = countings.redis(address, config.syncRate(), scope.clock());
        Counting orHere = (key, limits, countsRefused) ->
                shared.take(key, limits, countsRefused).recover(failure -> here.take(key, limits, countsRefused));
        return new LimitFilter(config.rules(scope), orHere, true);
    }
}
