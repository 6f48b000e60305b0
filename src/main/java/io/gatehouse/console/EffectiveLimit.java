package io.gatehouse.console;

import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Service;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The limit that the members of a group have on a service, as the gateway chooses it: the most specific plugin that is switched on.
 *
 * @param words such as {@code 60 a minute}
 * @param plugin that sets it
 * @param byPlan whether it is the plan's own
 * @param routes on which another limit comes first
 */
public record EffectiveLimit(String words, UUID plugin, boolean byPlan, List<Named> routes) {
    private static final String PLUGIN = "rate-limiting";

    static Optional<EffectiveLimit> of(Landscape around, UUID groupId, Service service) {
        List<PluginConfig> limits = around.plugins().values().stream()
                .filter(plugin -> plugin.name().equals(PLUGIN) && plugin.enabled() && plugin.consumer() == null)
                .filter(plugin -> plugin.consumerGroup() == null || Landscape.points(plugin.consumerGroup(), groupId))
                .filter(plugin -> plugin.service() == null || Landscape.points(plugin.service(), service.id()))
                .toList();
        List<Named> routes = limits.stream()
                .filter(plugin -> plugin.consumerGroup() != null && plugin.route() != null)
                .flatMap(plugin ->
                        Optional.ofNullable(around.routes().get(plugin.route().id())).stream())
                .filter(route -> Landscape.points(route.service(), service.id()))
                .map(route -> new Named(route.id(), Landscape.title(route)))
                .distinct()
                .toList();
        return limits.stream()
                .filter(plugin -> plugin.route() == null)
                .max(Comparator.comparingInt(EffectiveLimit::weight))
                .map(plugin -> PluginRow.of(plugin, around))
                .map(row -> new EffectiveLimit(row.effect(), row.id(), row.plan() != null, routes));
    }

    /** A group counts more than a service. */
    private static int weight(PluginConfig plugin) {
        return (plugin.consumerGroup() == null ? 0 : 2) + (plugin.service() == null ? 0 : 1);
    }
}
