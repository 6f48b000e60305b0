package io.gatehouse.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;

/**
 * A plugin that is switched on: for everything, or for the service, route, consumer and consumer group that it names.
 *
 * @param config read by the plugin's own schema
 */
public record PluginConfig(
        UUID id,
        String name,
        String instanceName,
        Ref service,
        Ref route,
        Ref consumer,
        Ref consumerGroup,
        Boolean enabled,
        List<String> protocols,
        JsonNode config,
        List<String> tags,
        Long createdAt,
        Long updatedAt) {

    public PluginConfig {
        enabled = enabled == null ? Boolean.TRUE : enabled;
        protocols = protocols == null ? List.of("grpc", "grpcs", "http", "https") : List.copyOf(protocols);
    }
}
