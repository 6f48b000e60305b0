package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.limit.Decision;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.LimitKey;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;

/** Counts one caller's requests, and says what is left. Which headers say so is settled once, not per request. */
final class LimitFilter implements Filter {

    private static final Exchange.Slot<Decision> DECISION = new Exchange.Slot<>();

    private final RateLimiting.Config config;
    private final Scope scope;
    private final String counterName;
    private final List<Limit> limits;
    private final List<HeaderNames> names;

    LimitFilter(RateLimiting.Config config, Scope scope) {
        this.config = config;
        this.scope = scope;
        this.counterName = scope.counterName();
        this.limits = List.copyOf(config.limits());
        this.names = limits.stream().map(HeaderNames::of).toList();
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        Decision decision = scope.limiter().take(new LimitKey(counterName, caller(exchange)), limits);
        exchange.attach(DECISION, decision);
        if (!decision.allowed()) {
            exchange.refuse(config.errorCode(), config.errorMessage());
        }
        return DONE;
    }

    @Override
    public void onResponse(Exchange exchange) {
        Decision decision = exchange.attachment(DECISION);
        if (decision == null || config.hideClientHeaders()) {
            return;
        }
        MultiMap headers = exchange.response().headers();
        for (int i = 0; i < names.size(); i++) {
            HeaderNames name = names.get(i);
            headers.set(name.limit, name.requests);
            headers.set(name.remaining, Long.toString(decision.rooms().get(i).remaining()));
        }
        Decision.Room tightest = decision.tightest();
        headers.set("RateLimit-Limit", Long.toString(tightest.limit().requests()));
        headers.set("RateLimit-Remaining", Long.toString(tightest.remaining()));
        headers.set("RateLimit-Reset", Long.toString(Decision.seconds(tightest.resetAfterMillis())));
        if (!decision.allowed()) {
            headers.set("Retry-After", Long.toString(Decision.seconds(decision.retryAfterMillis())));
        }
    }

    private String caller(Exchange exchange) {
        String caller = switch (config.limitBy()) {
            case CONSUMER ->
                exchange.consumer() == null
                        ? credential(exchange)
                        : exchange.consumer().id().toString();
            case CREDENTIAL -> credential(exchange);
            case SERVICE ->
                exchange.service() == null ? null : exchange.service().id().toString();
            case HEADER -> named("header ", exchange.request().headers().get(config.headerName()));
            case PATH -> exchange.request().path().equals(config.path()) ? config.path() : null;
            case CONSUMER_GROUP ->
                exchange.consumerGroups().isEmpty()
                        ? null
                        : named("group ", exchange.consumerGroups().get(0));
            case IP -> null;
        };
        return caller == null ? exchange.request().clientAddress() : caller;
    }

    private static String credential(Exchange exchange) {
        return exchange.credentialId() == null ? null : exchange.credentialId().toString();
    }

    /** A value that callers choose must not pass for somebody's id. */
    private static String named(String kind, String value) {
        return value == null ? null : kind + value;
    }

    private record HeaderNames(String limit, String remaining, String requests) {
        static HeaderNames of(Limit limit) {
            String name = limit.period().name();
            String period = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            return new HeaderNames(
                    "X-RateLimit-Limit-" + period, "X-RateLimit-Remaining-" + period, Long.toString(limit.requests()));
        }
    }
}
