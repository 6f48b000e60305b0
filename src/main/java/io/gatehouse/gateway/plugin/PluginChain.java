package io.gatehouse.gateway.plugin;

import io.gatehouse.gateway.plugin.Exchange.Slot;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The filters of a route in the order they run in. Order and scope are settled when it is made; only which binding fits this caller
 * is decided when a plugin's turn comes, because authentication has a turn too. What was chosen once stays chosen for the later
 * phases of the same request.
 */
public final class PluginChain {

    public static final PluginChain EMPTY = of(List.of());

    private static final Slot<Filter[]> CHOSEN = new Slot<>();
    private static final Slot<String> ANSWERED_BY = new Slot<>();

    private final String[] names;
    private final PluginStep[] steps;
    /** The choice for a chain that is the same for every caller, so that nothing is allocated per request; else null. */
    private final Filter[] fixed;

    private PluginChain(Collection<String> names, List<PluginStep> steps) {
        this.names = names.toArray(String[]::new);
        this.steps = steps.toArray(PluginStep[]::new);
        this.fixed = steps.stream().anyMatch(PluginStep::varies)
                ? null
                : steps.stream().map(PluginStep::forAnybody).toArray(Filter[]::new);
    }

    /** @param bindings those that fit the route and the service, of any caller */
    public static PluginChain of(List<Binding> bindings) {
        Map<String, List<Binding>> byPlugin = bindings.stream()
                .sorted(Comparator.comparingInt(Binding::priority).reversed().thenComparing(Binding::plugin))
                .collect(Collectors.groupingBy(Binding::plugin, LinkedHashMap::new, Collectors.toList()));
        return new PluginChain(
                byPlugin.keySet(),
                byPlugin.values().stream().map(PluginStep::new).toList());
    }

    /** Fails with whatever a filter threw. Stops after an answer was given: check {@link Exchange#isAnswered}. */
    public Future<Void> onRequest(Exchange exchange) {
        return onRequest(exchange, chosen(exchange), 0);
    }

    private Future<Void> onRequest(Exchange exchange, Filter[] chosen, int from) {
        for (int i = from; i < steps.length; i++) {
            Future<Void> done = start(filter(chosen, i, exchange), exchange);
            if (!done.isComplete()) {
                int waiting = i;
                return done.compose(none -> isAnsweredBy(names[waiting], exchange)
                        ? Filter.DONE
                        : onRequest(exchange, chosen, waiting + 1));
            }
            if (done.failed() || isAnsweredBy(names[i], exchange)) {
                return done;
            }
        }
        return Filter.DONE;
    }

    private static boolean isAnsweredBy(String plugin, Exchange exchange) {
        if (!exchange.isAnswered()) {
            return false;
        }
        exchange.attach(ANSWERED_BY, plugin);
        return true;
    }

    /** Name of the plugin whose filter answered; null if none did. */
    public static String answeredBy(Exchange exchange) {
        return exchange.attachment(ANSWERED_BY);
    }

    // Errors too: a regular expression that overflows the stack must fail this request and nothing else.
    private static Future<Void> start(Filter filter, Exchange exchange) {
        try {
            return filter.onRequest(exchange);
        } catch (Throwable thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /**
     * Runs every filter, also those that an early answer kept from their turn. Stops when one of them puts an answer in place of the
     * upstream's, since all of them will see that one.
     */
    public void onResponse(Exchange exchange) {
        boolean isOwn = exchange.isAnswered();
        Filter[] chosen = chosen(exchange);
        for (int i = 0; i < steps.length; i++) {
            try {
                filter(chosen, i, exchange).onResponse(exchange);
            } catch (LinkageError | StackOverflowError broken) {
                throw new IllegalStateException(broken);
            }
            if (!isOwn && isAnsweredBy(names[i], exchange)) return;
        }
    }

    /** Runs every filter even if one throws; what the first one threw is thrown in the end. */
    public void onLog(Exchange exchange) {
        Filter[] chosen = chosen(exchange);
        RuntimeException first = null;
        for (int i = 0; i < steps.length; i++) {
            try {
                filter(chosen, i, exchange).onLog(exchange);
            } catch (RuntimeException thrown) {
                first = first == null ? thrown : first;
            } catch (LinkageError | StackOverflowError broken) {
                first = first == null ? new IllegalStateException(broken) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private Filter[] chosen(Exchange exchange) {
        if (fixed != null) {
            return fixed;
        }
        Filter[] chosen = exchange.attachment(CHOSEN);
        if (chosen == null) {
            chosen = new Filter[steps.length];
            exchange.attach(CHOSEN, chosen);
        }
        return chosen;
    }

    private Filter filter(Filter[] chosen, int i, Exchange exchange) {
        if (chosen[i] == null) {
            chosen[i] = steps[i].choose(exchange);
        }
        return chosen[i];
    }
}
