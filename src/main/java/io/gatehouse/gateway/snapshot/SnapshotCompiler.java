package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.balancer.Balancers;
import io.gatehouse.gateway.balancer.Surroundings;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.ConsumerGroup;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.dns.SrvNames;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.router.Router;
import io.gatehouse.gateway.snapshot.Snapshot.Chains;
import io.gatehouse.gateway.tls.Certificates;
import io.gatehouse.gateway.tls.TlsOfServices;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes a snapshot of a topology, or says everything that is wrong with it. Compiling is also how a topology is validated, so that what
 * was accepted anywhere can be served everywhere.
 */
public final class SnapshotCompiler {

    private final Plugins plugins;
    private final IdentityIndex identities;
    private final LocalRateLimiter limiter;
    private final InstantSource clock;
    private final Surroundings around;
    private final TlsOfServices noTls;

    /** For whoever checks topologies, and serves none. */
    public SnapshotCompiler(Plugins plugins, IdentityIndex identities, LocalRateLimiter limiter, InstantSource clock) {
        this(plugins, identities, limiter, new Surroundings(SrvNames.NONE, clock), true);
    }

    /** @param verifiesUpstreams whether the certificate of an upstream must be good whose service says nothing about that */
    public SnapshotCompiler(
            Plugins plugins,
            IdentityIndex identities,
            LocalRateLimiter limiter,
            Surroundings around,
            boolean verifiesUpstreams) {
        this.plugins = plugins;
        this.identities = identities;
        this.limiter = limiter;
        this.clock = around.clock();
        this.around = around;
        this.noTls = TlsOfServices.none(verifiesUpstreams);
    }

    public Compilation compile(Topology topology) {
        return compile(topology, null);
    }

    /** @param served until now, null for nothing: what stays as it was keeps what is known of it */
    public Compilation compile(Topology topology, Snapshot served) {
        List<ConfigProblem> problems = new ArrayList<>();
        new TopologyChecks(problems::add).check(topology);
        PluginBinder binder = new PluginBinder(plugins, identities, limiter, clock, problems::add);
        List<BoundPlugin> bound = topology.plugins().stream()
                .map(binder::bind)
                .flatMap(Optional::stream)
                .toList();
        return problems.isEmpty()
                ? new Compilation(Optional.of(snapshot(topology, bound, served)), List.of())
                : new Compilation(Optional.empty(), List.copyOf(problems));
    }

    private Snapshot snapshot(Topology topology, List<BoundPlugin> plugins, Snapshot served) {
        Map<UUID, Service> services = topology.services().stream()
                .filter(Service::enabled)
                .collect(Collectors.toMap(Service::id, Function.identity()));
        Map<UUID, String> groups =
                topology.consumerGroups().stream().collect(Collectors.toMap(ConsumerGroup::id, ConsumerGroup::name));
        List<Route> routes = topology.routes().stream()
                .filter(route -> route.service() == null
                        || services.containsKey(route.service().id()))
                .toList();
        ChainBuilder builder = new ChainBuilder(plugins, groups);
        Map<UUID, Chains> chains = new HashMap<>();
        routes.forEach(route -> chains.put(route.id(), builder.of(route)));
        return new Snapshot(
                TopologyVersion.of(topology),
                new Router(routes, services),
                chains,
                builder.unmatched(),
                Balancers.of(topology, served == null ? Balancers.NONE : served.balancers(), around),
                Certificates.of(
                        topology.certificates(),
                        topology.snis(),
                        served == null ? Certificates.NONE : served.certificates()),
                TlsOfServices.of(topology, served == null ? noTls : served.tls()));
    }
}
