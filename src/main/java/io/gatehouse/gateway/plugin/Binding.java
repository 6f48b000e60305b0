package io.gatehouse.gateway.plugin;

import java.util.List;
import java.util.UUID;

/**
 * A filter and for whom it runs. Of all bindings of one plugin that fit a request only the most specific one runs.
 *
 * @param plugin name of the plugin
 * @param priority of the plugin
 * @param service whether the configuration names the request's service; {@code route} likewise
 * @param consumer id of the consumer that it is for, null for any
 * @param group name of the consumer group that it is for, null for any
 */
public record Binding(
        String plugin, int priority, Filter filter, boolean service, boolean route, UUID consumer, String group) {

    /** What a configuration may name, the most specific first: consumer, group, route, service. */
    private static final List<String> PRECEDENCE =
            List.of("crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", "");

    /** From 0, the most specific, to 11. */
    int rank() {
        String named =
                (consumer == null ? "" : "c") + (group == null ? "" : "g") + (route ? "r" : "") + (service ? "s" : "");
        return PRECEDENCE.indexOf(named);
    }
}
