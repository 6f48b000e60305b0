package io.gatehouse.gateway.limiting;

import io.gatehouse.gateway.limit.Decision;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.LimitKey;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.HeaderNumbers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Counts one caller's requests, and says what is left. Which headers say so is settled once, not per request. */
public final class LimitFilter implements Filter {

    private static final String UNCOUNTED = "An unexpected error occurred";

    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit-Limit");
    private static final CharSequence REMAINING = HttpHeaders.createOptimized("RateLimit-Remaining");
    private static final CharSequence RESET = HttpHeaders.createOptimized("RateLimit-Reset");

    private final Exchange.Slot<Decision> decision = new Exchange.Slot<>();
    private final LimitRules rules;
    private final Counting counting;
    private final boolean passesUncounted;
    private final List<HeaderNames> names;

    /** @param passesUncounted whether a request goes on that could not be counted */
    public LimitFilter(LimitRules rules, Counting counting, boolean passesUncounted) {
        this.rules = rules;
        this.counting = counting;
        this.passesUncounted = passesUncounted;
        this.names = rules.limits().stream().map(HeaderNames::of).toList();
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        LimitKey key = new LimitKey(rules.scope(), rules.caller(exchange));
        Future<Decision> taken = counting.take(key, rules.limits(), rules.countsRefused());
        if (taken.succeeded()) {
            decided(exchange, taken.result());
            return DONE;
        }
        return taken.transform(result -> {
            if (result.succeeded()) decided(exchange, result.result());
            else if (!passesUncounted) exchange.refuse(500, UNCOUNTED);
            return DONE;
        });
    }

    private void decided(Exchange exchange, Decision made) {
        exchange.attach(decision, made);
        if (!made.allowed()) {
            exchange.refuse(rules.errorCode(), rules.errorMessage());
        }
    }

    @Override
    public void onResponse(Exchange exchange) {
        Decision made = exchange.attachment(decision);
        if (made == null || rules.hidesHeaders()) {
            return;
        }
        MultiMap headers = exchange.response().headers();
        for (int i = 0; i < names.size(); i++) {
            HeaderNames name = names.get(i);
            headers.set(name.limit, name.requests);
            headers.set(name.remaining, HeaderNumbers.text(made.rooms().get(i).remaining()));
        }
        Decision.Room tightest = made.tightest();
        headers.set(LIMIT, HeaderNumbers.text(tightest.limit().requests()));
        headers.set(REMAINING, HeaderNumbers.text(tightest.remaining()));
        headers.set(RESET, HeaderNumbers.text(Decision.seconds(tightest.resetAfterMillis())));
        if (!made.allowed()) {
            headers.set("Retry-After", Long.toString(Decision.seconds(made.retryAfterMillis()) + jitter()));
        }
    }

    /** So that clients that were refused together do not come back together. */
    private int jitter() {
        return rules.retryJitter() == 0 ? 0 : ThreadLocalRandom.current().nextInt(rules.retryJitter() + 1);
    }

    private record HeaderNames(CharSequence limit, CharSequence remaining, CharSequence requests) {
        private static final Map<String, String> USUAL = Map.of(
                "1", "Second", "60", "Minute", "3600", "Hour", "86400", "Day", "2592000", "Month", "31536000", "Year");

        static HeaderNames of(Limit limit) {
            String name = limit.period().name();
            String period = USUAL.getOrDefault(name, name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
            return new HeaderNames(
                    HttpHeaders.createOptimized("X-RateLimit-Limit-" + period),
                    HttpHeaders.createOptimized("X-RateLimit-Remaining-" + period),
                    HttpHeaders.createOptimized(Long.toString(limit.requests())));
        }
    }
}
