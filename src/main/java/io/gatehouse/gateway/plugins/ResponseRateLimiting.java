package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.limiting.Countings;
import io.gatehouse.gateway.limiting.LimitBy;
import io.gatehouse.gateway.limiting.PeriodLimits;
import io.gatehouse.gateway.limiting.RedisConfig;
import io.gatehouse.gateway.limiting.UsageCounting;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Limits what only the upstream can count, such as videos or images: its answers say what each call has cost. */
public final class ResponseRateLimiting extends NamedPlugin<ResponseRateLimiting.Config> {

    private static final int PRIORITY = 900;
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    private final Countings countings;

    /** Who shares a count. */
    public enum Caller {
        @JsonProperty("consumer")
        CONSUMER(LimitBy.CONSUMER),
        @JsonProperty("credential")
        CREDENTIAL(LimitBy.CREDENTIAL),
        @JsonProperty("ip")
        IP(LimitBy.IP);

        final LimitBy by;

        Caller(LimitBy by) {
            this.by = by;
        }
    }

    /** Where the counts are kept. */
    public enum Policy {
        @JsonProperty("local")
        LOCAL,
        @JsonProperty("redis")
        REDIS
    }

    @Doc(
            "Limits units that the upstream counts: its answer says in a header how many of which it has used, as in “X-Kong-Limit: video=1,"
                    + " image=2”. The upstream is told what is left (X-RateLimit-Remaining-video); so is the caller, for each limit. An answer that"
                    + " has used a unit of which none was left is not passed on: the caller gets 429 in its place, and nothing is counted.")
    public record Config(
            @Doc("The header of the upstream’s answer that says what it has used. It does not reach the caller.")
            @Pattern(regexp = TOKEN, message = "must be the name of a header")
            String headerName,

            @Doc(
                    "What is limited, by the names that the upstream gives, and how many of it per second, minute, hour, day, month and year; in"
                            + " a form lines such as video:{\"minute\": 10}.")
            @NotEmpty
            Map<
                            @Pattern(regexp = TOKEN, message = "must be fit for the name of a header") String,
                            @NotNull @Valid PeriodLimits>
                    limits,

            @Doc("Who shares a count; whoever has none of it is counted by address.")
            Caller limitBy,

            @Doc("Where the counts are kept: “local” is in this process, “redis” is shared by all nodes.")
            Policy policy,

            @Doc("Lets calls pass, uncounted, when Redis is away; otherwise they are answered 500.")
            Boolean faultTolerant,

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

            @Doc("Sends the caller no headers about limits.")
            Boolean hideClientHeaders,

            @Doc("Refuses calls, before they reach the upstream, as soon as one of the limits is used up.")
            Boolean blockOnFirstViolation)
            implements ConfigRules {

        public Config {
            headerName = headerName == null ? "x-kong-limit" : headerName;
            limits = limits == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(limits));
            limitBy = limitBy == null ? Caller.CONSUMER : limitBy;
            policy = policy == null ? Policy.LOCAL : policy;
            faultTolerant = faultTolerant == null ? Boolean.TRUE : faultTolerant;
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
            blockOnFirstViolation = blockOnFirstViolation == null ? Boolean.FALSE : blockOnFirstViolation;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (limits != null) limits.forEach((name, of) -> check("limits." + name, of, broken));
            if (policy == Policy.REDIS) redis.check(broken);
        }

        private static void check(String path, PeriodLimits of, BiConsumer<String, String> broken) {
            of.check((field, message) -> broken.accept(field == null ? path : path + "." + field, message));
        }
    }

    public ResponseRateLimiting(Countings countings) {
        super("response-ratelimiting", PRIORITY, Config.class);
        this.countings = countings;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        UsageCounting counting = config.policy() == Policy.LOCAL
                ? Countings.localUsage(scope)
                : countings.redisUsage(config.redis(), scope.clock());
        return new UnitsFilter(config, counting, scope.counterName());
    }
}
