package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.plugin.Binding;
import io.gatehouse.gateway.plugin.Filter;
import java.util.Map;
import java.util.UUID;

/** A plugin's configuration and the filter that it was bound to. */
record BoundPlugin(PluginConfig config, int priority, Filter filter) {

    /** @param groups names of the consumer groups by id */
    Binding binding(Map<UUID, String> groups) {
        return new Binding(
                config.name(),
                priority,
                filter,
                config.service() != null,
                config.route() != null,
                config.consumer() == null ? null : config.consumer().id(),
                config.consumerGroup() == null
                        ? null
                        : groups.get(config.consumerGroup().id()));
    }
}
