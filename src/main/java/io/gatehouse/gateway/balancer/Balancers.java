package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.config.Upstream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The upstreams of a topology, by name, and of services that have SRV records instead. Immutable; what does not change from one topology
 * to the next goes on as it is.
 */
public final class Balancers {
    public static final Balancers NONE = new Balancers(Map.of(), Map.of());

    private final Map<String, Balancer> byName;
    private final Map<UUID, Balancer> byService;

    private Balancers(Map<String, Balancer> byName, Map<UUID, Balancer> byService) {
        this.byName = byName;
        this.byService = byService;
    }

    /** @param before what is served until now */
    public static Balancers of(Topology topology, Balancers before, Surroundings around) {
        Map<UUID, List<Target>> targets = topology.targets().stream()
                .collect(Collectors.groupingBy(target -> target.upstream().id()));
        Map<UUID, Certificate> certificates =
                topology.certificates().stream().collect(Collectors.toMap(Certificate::id, Function.identity()));
        Map<String, Balancer> byName = new HashMap<>();
        for (Upstream upstream : topology.upstreams()) {
            List<Target> own = targets.getOrDefault(upstream.id(), List.of());
            Certificate shown = upstream.clientCertificate() == null
                    ? null
                    : certificates.get(upstream.clientCertificate().id());
            byName.put(upstream.name(), balancer(upstream, own, shown, before.byName.get(upstream.name()), around));
        }
        Map<UUID, Balancer> byService = new HashMap<>();
        for (Service service : topology.services()) {
            String host = service.host();
            if (byName.containsKey(host)
                    || !Target.isName(host)
                    || !around.names().isAsked(host)) continue;
            List<Target> own = List.of(Target.of(host, service.port()));
            byService.put(
                    service.id(), balancer(Upstream.of(host), own, null, before.byService.get(service.id()), around));
        }
        return new Balancers(Map.copyOf(byName), Map.copyOf(byService));
    }

    private static Balancer balancer(
            Upstream upstream, List<Target> targets, Certificate shown, Balancer known, Surroundings around) {
        boolean isSame = known != null && known.is(upstream, targets, shown);
        return isSame ? known : new Balancer(upstream, targets, shown, known, around);
    }

    Collection<Balancer> all() {
        return byName.values();
    }

    /** Null when there is no upstream of this name. */
    public Balancer of(String host) {
        return byName.get(host);
    }

    /** Null when a service is where it says. */
    public Balancer of(Service service) {
        Balancer upstream = byName.get(service.host());
        return upstream != null || byService.isEmpty() ? upstream : byService.get(service.id());
    }
}
