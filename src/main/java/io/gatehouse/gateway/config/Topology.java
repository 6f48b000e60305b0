package io.gatehouse.gateway.config;

import java.util.List;

/** The part of a configuration that operators change now and then, and that is compiled as a whole. */
public record Topology(
        List<Service> services,
        List<Route> routes,
        List<PluginConfig> plugins,
        List<ConsumerGroup> consumerGroups,
        List<Upstream> upstreams,
        List<Target> targets,
        List<Certificate> certificates,
        List<Sni> snis,
        List<CaCertificate> caCertificates) {

    public static final Topology EMPTY = new Topology(null, null, null, null);

    public Topology {
        services = services == null ? List.of() : List.copyOf(services);
        routes = routes == null ? List.of() : List.copyOf(routes);
        plugins = plugins == null ? List.of() : List.copyOf(plugins);
        consumerGroups = consumerGroups == null ? List.of() : List.copyOf(consumerGroups);
        upstreams = upstreams == null ? List.of() : List.copyOf(upstreams);
        targets = targets == null ? List.of() : List.copyOf(targets);
        certificates = certificates == null ? List.of() : List.copyOf(certificates);
        snis = snis == null ? List.of() : List.copyOf(snis);
        caCertificates = caCertificates == null ? List.of() : List.copyOf(caCertificates);
    }

    public Topology withPlugins(List<PluginConfig> others) {
        return new Topology(
                services, routes, others, consumerGroups, upstreams, targets, certificates, snis, caCertificates);
    }

    /** Without certificates. */
    public Topology(
            List<Service> services,
            List<Route> routes,
            List<PluginConfig> plugins,
            List<ConsumerGroup> consumerGroups,
            List<Upstream> upstreams,
            List<Target> targets) {
        this(services, routes, plugins, consumerGroups, upstreams, targets, null, null, null);
    }

    /** Where every service has one address. */
    public Topology(
            List<Service> services,
            List<Route> routes,
            List<PluginConfig> plugins,
            List<ConsumerGroup> consumerGroups) {
        this(services, routes, plugins, consumerGroups, null, null);
    }
}
