package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.config.Upstream;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The upstreams of a topology, by name. Immutable; what does not change from one topology to the next goes on as it is. */
public final class Balancers {
    public static final Balancers NONE = new Balancers(Map.of());

    private final Map<String, Balancer> byName;

    private Balancers(Map<String, Balancer> byName) {
        this.byName = byName;
    }

    /** @param before what is served until now */
    public static Balancers of(Topology topology, Balancers before) {
        Map<UUID, List<Target>> targets = topology.targets().stream()
                .collect(Collectors.groupingBy(target -> target.upstream().id()));
        Map<String, Balancer> byName = new HashMap<>();
        for (Upstream upstream : topology.upstreams()) {
            List<Target> own = targets.getOrDefault(upstream.id(), List.of());
            Balancer known = before.byName.get(upstream.name());
            boolean isSame = known != null && known.is(upstream, own);
            byName.put(upstream.name(), isSame ? known : new Balancer(upstream, own, known));
        }
        return new Balancers(Map.copyOf(byName));
    }

    Collection<Balancer> all() {
        return byName.values();
    }

    /** Null when the host is no upstream. */
    public Balancer of(String host) {
        return byName.get(host);
    }
}
