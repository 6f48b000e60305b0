package io.gatehouse.gateway.plugin;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One plugin's turn in a chain: all its bindings that may apply, sorted out as far as they can be before the caller is known. */
final class PluginStep {

    /** Stands for “this plugin does not run for this caller”. */
    static final Filter NOTHING = new Filter() {};

    private static final Ranked NONE = new Ranked(Integer.MAX_VALUE, NOTHING);

    private final Ranked anybody;
    private final Map<UUID, Ranked> consumers = new HashMap<>();
    private final Map<String, Ranked> groups = new HashMap<>();

    PluginStep(List<Binding> bindings) {
        Ranked anybody = NONE;
        List<Binding> mostSpecificFirst =
                bindings.stream().sorted(Comparator.comparingInt(Binding::rank)).toList();
        for (Binding binding : mostSpecificFirst) {
            Ranked ranked = new Ranked(binding.rank(), binding.filter());
            if (binding.consumer() != null) {
                consumers.putIfAbsent(binding.consumer(), ranked);
            } else if (binding.group() != null) {
                groups.putIfAbsent(binding.group(), ranked);
            } else if (anybody == NONE) {
                anybody = ranked;
            }
        }
        this.anybody = anybody;
    }

    /** Whether it depends on the caller which filter runs. */
    boolean varies() {
        return !consumers.isEmpty() || !groups.isEmpty();
    }

    Filter forAnybody() {
        return anybody.filter;
    }

    Filter choose(Exchange exchange) {
        Ranked best = anybody;
        if (exchange.consumer() != null && !consumers.isEmpty()) {
            best = better(consumers.get(exchange.consumer().id()), best);
        }
        if (!groups.isEmpty()) {
            List<String> names = exchange.consumerGroups();
            for (int i = 0; i < names.size(); i++) {
                best = better(groups.get(names.get(i)), best);
            }
        }
        return best.filter;
    }

    /** Of two groups that are as specific the first one counts. */
    private static Ranked better(Ranked candidate, Ranked best) {
        return candidate != null && candidate.rank < best.rank ? candidate : best;
    }

    private record Ranked(int rank, Filter filter) {}
}
