package io.gatehouse.gateway.config;

import java.util.List;

/** The part of a configuration that operators change now and then, and that is compiled as a whole. */
public record Topology(
        List<Service> services, List<Route> routes, List<PluginConfig> plugins, List<ConsumerGroup> consumerGroups) {

    public static final Topology EMPTY = new Topology(List.of(), List.of(), List.of(), List.of());

    public Topology {
        services = services == null ? List.of() : List.copyOf(services);
        routes = routes == null ? List.of() : List.copyOf(routes);
        plugins = plugins == null ? List.of() : List.copyOf(plugins);
        consumerGroups = consumerGroups == null ? List.of() : List.copyOf(consumerGroups);
    }
}
