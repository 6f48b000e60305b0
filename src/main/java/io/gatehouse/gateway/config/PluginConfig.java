package io.gatehouse.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

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
        Long updatedAt)
        implements ConfigRules {

    private static final List<String> USUAL_PROTOCOLS = List.of("grpc", "grpcs", "http", "https");
    /** Those that files name; the gateway itself speaks http and https only. */
    private static final List<String> PROTOCOLS =
            List.of("grpc", "grpcs", "http", "https", "tcp", "tls", "tls_passthrough", "udp", "ws", "wss");

    public PluginConfig {
        enabled = enabled == null ? Boolean.TRUE : enabled;
        protocols = protocols == null ? USUAL_PROTOCOLS : List.copyOf(protocols);
    }

    public PluginConfig withConfig(JsonNode other) {
        return new PluginConfig(
                id,
                name,
                instanceName,
                service,
                route,
                consumer,
                consumerGroup,
                enabled,
                protocols,
                other,
                tags,
                createdAt,
                updatedAt);
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("name", name);
        rules.someOf("protocols", protocols, PROTOCOLS);
        if (consumer != null && consumerGroup != null) {
            broken.accept(null, "only one or none of these fields must be set: 'consumer', 'consumer_group'");
        }
        rules.tags(tags);
    }
}
