package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.Period;
import io.gatehouse.gateway.limit.WindowType;
import io.gatehouse.gateway.limiting.LimitBy;
import io.gatehouse.gateway.llm.Usage;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Gives everybody a budget of tokens: of a language model's calls the number says little about the cost. */
public final class AiRateLimitingAdvanced extends NamedPlugin<AiRateLimitingAdvanced.Config> {

    private static final int PRIORITY = 905;
    private static final long LONGEST_SECONDS = Period.YEAR.millis() / 1000;

    /** How a window moves. */
    public enum Movement {
        @JsonProperty("fixed")
        FIXED(WindowType.FIXED),
        @JsonProperty("sliding")
        SLIDING(WindowType.SLIDING);

        final WindowType type;

        Movement(WindowType type) {
            this.type = type;
        }
    }

    /** Where counts are kept. */
    public enum Strategy {
        @JsonProperty("local")
        LOCAL
    }

    /** Which tokens count. */
    public enum Counted {
        @JsonProperty("total_tokens")
        TOTAL,
        @JsonProperty("prompt_tokens")
        PROMPT,
        @JsonProperty("completion_tokens")
        COMPLETION;

        long of(Usage usage) {
            return switch (this) {
                case TOTAL -> usage.total();
                case PROMPT -> usage.prompt();
                case COMPLETION -> usage.completion();
            };
        }
    }

    /** Whose tokens. */
    public enum Provider {
        @JsonProperty("openai")
        OPENAI
    }

    @Doc(
            "Allows so many tokens of a language model per window. A call passes while anything is left, and what it has cost, as the model’s"
                    + " answer says, counts from the next call on. Streams are asked to say it (stream_options.include_usage), so clients see one"
                    + " more event. Where it is not said, as when the client leaves, a token is counted for each event of a stream, and for"
                    + " four bytes of the request and of an answer in JSON.")
    public record Config(
            @Doc("The budgets: one entry, “openai”, for whoever speaks like it.") @NotEmpty
            List<@Valid Budget> llmProviders,

            @Doc("Who shares a budget; whoever has none of it (no consumer, no such header) is counted by address.")
            LimitBy identifier,

            @Doc("The header to count by, when identifier is “header”.")
            String headerName,

            @Doc("The path to count by, when identifier is “path”.")
            String path,

            @Doc(
                    "How a window moves: “fixed” to the clock (UTC), or “sliding” with the weighted share of the one before.")
            Movement windowType,

            @Doc("Where the counts are kept: “local” is in this process.")
            Strategy strategy,

            @Doc("Which tokens count.") Counted tokensCountStrategy,
            @Doc("Sends no headers about limits.") Boolean hideClientHeaders,
            @Doc("Status of a refusal.") @Min(400) @Max(599) Integer errorCode,

            @Doc("Message of a refusal; the name of the provider follows.")
            String errorMessage)
            implements ConfigRules {

        public Config {
            llmProviders = llmProviders == null ? List.of() : List.copyOf(llmProviders);
            identifier = identifier == null ? LimitBy.CONSUMER : identifier;
            windowType = windowType == null ? Movement.SLIDING : windowType;
            strategy = strategy == null ? Strategy.LOCAL : strategy;
            tokensCountStrategy = tokensCountStrategy == null ? Counted.TOTAL : tokensCountStrategy;
            hideClientHeaders = hideClientHeaders == null ? Boolean.FALSE : hideClientHeaders;
            errorCode = errorCode == null ? Integer.valueOf(429) : errorCode;
            errorMessage = errorMessage == null ? "AI token rate limit exceeded for provider(s): " : errorMessage;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (llmProviders.size() > 1) {
                broken.accept("llm_providers", "must hold one entry: there is one provider, openai");
            }
            llmProviders.forEach(budget -> budget.check(broken));
            if (identifier == LimitBy.HEADER && (headerName == null || headerName.isBlank())) {
                broken.accept("header_name", "required when identifier is 'header'");
            }
            if (identifier == LimitBy.PATH && (path == null || !path.startsWith("/"))) {
                broken.accept("path", "required when identifier is 'path'; it should start with: /");
            }
        }

        /** Shortest window first. */
        List<Limit> limits() {
            Budget budget = llmProviders.get(0);
            List<Limit> limits = new ArrayList<>();
            for (int i = 0; i < budget.limit().size(); i++) {
                Period period = period(budget.windowSize().get(i));
                limits.add(new Limit(budget.limit().get(i), period, windowType.type));
            }
            limits.sort(Comparator.comparing(limit -> limit.period().millis()));
            return limits;
        }

        /** By its name if it has one, as headers show it. */
        private static Period period(long seconds) {
            return Stream.of(Period.SECOND, Period.MINUTE, Period.HOUR, Period.DAY)
                    .filter(named -> named.millis() == seconds * 1000)
                    .findFirst()
                    .orElseGet(() -> Period.of(Duration.ofSeconds(seconds)));
        }
    }

    public record Budget(
            @Doc("Whose tokens.") @NotNull Provider name,

            @Doc("Tokens in each window.") @NotEmpty List<@NotNull @Positive Long> limit,

            @Doc("Seconds of each window, in the order of the limits.") @NotEmpty
            List<@NotNull @Positive Long> windowSize) {

        void check(BiConsumer<String, String> broken) {
            if (limit == null || windowSize == null) return;
            if (limit.size() != windowSize.size()) {
                broken.accept("llm_providers.1.window_size", "You must provide the same number of windows and limits");
            }
            if (windowSize.stream().distinct().count() < windowSize.size()) {
                broken.accept("llm_providers.1.window_size", "must not hold a window twice");
            }
            if (windowSize.stream().anyMatch(seconds -> seconds != null && seconds > LONGEST_SECONDS)) {
                broken.accept("llm_providers.1.window_size", "must not be longer than a year");
            }
        }
    }

    public AiRateLimitingAdvanced() {
        super("ai-rate-limiting-advanced", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new TokenBudgetFilter(config, scope);
    }
}
