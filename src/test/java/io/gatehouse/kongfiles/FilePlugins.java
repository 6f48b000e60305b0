package io.gatehouse.kongfiles;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.ConsumerGroup;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.document.LoadedConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which plugins a file says a call gets: of each name the one with the most specific scope. Written anew, to check the gateway's own. */
final class FilePlugins {
    /** From the most specific on, by the letters of consumer, group, route and service. */
    private static final List<String> ORDER =
            List.of("crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", "");

    private final LoadedConfig config;

    FilePlugins(LoadedConfig config) {
        this.config = config;
    }

    /** @param consumer null for nobody that is known */
    Map<String, JsonNode> of(Route route, Consumer consumer) {
        Map<String, Integer> best = new HashMap<>();
        Map<String, JsonNode> chosen = new HashMap<>();
        for (PluginConfig plugin : config.topology().plugins()) {
            if (!plugin.enabled() || !applies(plugin, route, consumer)) continue;
            int rank = ORDER.indexOf(scope(plugin));
            if (rank >= best.getOrDefault(plugin.name(), ORDER.size())) continue;
            best.put(plugin.name(), rank);
            chosen.put(plugin.name(), plugin.config());
        }
        return chosen;
    }

    private boolean applies(PluginConfig plugin, Route route, Consumer consumer) {
        UUID service = route.service() == null ? null : route.service().id();
        return isFor(plugin.route(), route.id())
                && isFor(plugin.service(), service)
                && isFor(plugin.consumer(), consumer == null ? null : consumer.id())
                && (plugin.consumerGroup() == null
                        || consumer != null && consumer.groups().contains(group(plugin.consumerGroup())));
    }

    private static boolean isFor(Ref scope, UUID id) {
        return scope == null || scope.id().equals(id);
    }

    private String group(Ref group) {
        return config.of(Kind.CONSUMER_GROUPS).stream()
                .map(ConsumerGroup.class::cast)
                .filter(one -> one.id().equals(group.id()))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static String scope(PluginConfig plugin) {
        return (plugin.consumer() == null ? "" : "c")
                + (plugin.consumerGroup() == null ? "" : "g")
                + (plugin.route() == null ? "" : "r")
                + (plugin.service() == null ? "" : "s");
    }
}
