package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.limit.Decision;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.LimitKey;
import io.gatehouse.gateway.llm.LlmJson;
import io.gatehouse.gateway.llm.Usage;
import io.gatehouse.gateway.llm.UsageReader;
import io.gatehouse.gateway.plugin.Ending;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Lets calls pass while there are tokens left, and counts what each has cost once it is known. */
final class TokenBudgetFilter implements Filter {

    private static final String PROVIDER = "openai";
    private static final int MOST_BODY_BYTES = 10 << 20;
    private static final int BYTES_PER_TOKEN = 4;
    private static final int CLIENT_LEFT = 499;

    private final Exchange.Slot<Count> counts = new Exchange.Slot<>();
    private final AiRateLimitingAdvanced.Config config;
    private final Scope scope;
    private final String counterName;
    private final List<Limit> limits;

    /** What is known of one call. */
    private static final class Count {
        private final LimitKey key;
        private final Decision decision;
        /** Whether it has asked a model for something, as far as one can see. */
        private boolean isQuestion;
        /** Null until there is an answer that may say its cost. */
        private UsageReader reader;

        Count(LimitKey key, Decision decision) {
            this.key = key;
            this.decision = decision;
        }
    }

    TokenBudgetFilter(AiRateLimitingAdvanced.Config config, Scope scope) {
        this.config = config;
        this.scope = scope;
        this.counterName = "tokens:" + scope.counterName();
        this.limits = List.copyOf(config.limits());
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        LimitKey key =
                new LimitKey(counterName, config.identifier().caller(exchange, config.headerName(), config.path()));
        Decision decision = scope.limiter().look(key, limits);
        exchange.attach(counts, new Count(key, decision));
        if (!decision.allowed()) {
            exchange.refuse(config.errorCode(), config.errorMessage() + PROVIDER);
            return DONE;
        }
        // What is packed cannot be counted on its way back.
        exchange.upstream().headers().remove("Accept-Encoding");
        if (!LlmJson.isJson(exchange.request().headers().get("content-type"))) {
            return DONE;
        }
        return exchange.body(MOST_BODY_BYTES).map(bytes -> {
            if (!exchange.isAnswered()) askForUsage(exchange, bytes);
            return null;
        });
    }

    private void askForUsage(Exchange exchange, Buffer bytes) {
        ObjectNode request = LlmJson.object(bytes.getBytes());
        exchange.attachment(counts).isQuestion = request != null;
        if (request != null && LlmJson.askForUsage(request)) {
            exchange.replaceBody(LlmJson.bytes(request));
        }
    }

    @Override
    public void onResponse(Exchange exchange) {
        Count count = exchange.attachment(counts);
        if (count == null) {
            return;
        }
        Exchange.Response response = exchange.response();
        if (response.isFromUpstream()) {
            count.reader = UsageReader.of(response.headers().get("Content-Type"));
            if (count.reader != null) response.watchBody(count.reader::part);
        }
        if (!config.hideClientHeaders()) describe(count.decision, response.headers());
    }

    private static void describe(Decision decision, MultiMap headers) {
        for (Decision.Room room : decision.rooms()) {
            String window = room.limit().period().name() + "-" + PROVIDER;
            headers.set(
                    "X-AI-RateLimit-Limit-" + window, Long.toString(room.limit().requests()));
            headers.set("X-AI-RateLimit-Remaining-" + window, Long.toString(room.remaining()));
        }
        if (decision.allowed()) {
            return;
        }
        String seconds = Long.toString(Decision.seconds(decision.retryAfterMillis()));
        headers.set("X-AI-RateLimit-Reset", seconds);
        headers.set("X-AI-RateLimit-Retry-After", seconds);
        headers.set("Retry-After", seconds);
    }

    @Override
    public void onLog(Exchange exchange) {
        Count count = exchange.attachment(counts);
        if (count == null || !exchange.ending().wentUpstream()) {
            return;
        }
        Usage usage = count.reader == null ? null : count.reader.usage();
        if (usage == null) usage = estimated(exchange.ending(), count);
        long tokens = config.tokensCountStrategy().of(usage);
        if (tokens > 0) scope.limiter().add(count.key, limits, tokens);
    }

    /** Whoever leaves before the answer says its cost would pay nothing, and neither would those whose model never says it. */
    private static Usage estimated(Ending ending, Count count) {
        long events = count.reader == null ? 0 : count.reader.events();
        boolean isAnswer = count.isQuestion && ending.upstreamStatus() / 100 == 2;
        if (events == 0 && !isAnswer && ending.status() != CLIENT_LEFT) return new Usage(0, 0, 0);
        long prompt = ending.requestBytes() / BYTES_PER_TOKEN;
        long completion = events > 0 || count.reader == null ? events : ending.responseBytes() / BYTES_PER_TOKEN;
        return new Usage(prompt, completion, prompt + completion);
    }
}
