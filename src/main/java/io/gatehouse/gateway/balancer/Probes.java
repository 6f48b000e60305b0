package io.gatehouse.gateway.balancer;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The active health checks of a gateway: they begin with the upstream that wants them, and end with it. */
public final class Probes {
    private final Vertx vertx;
    private Map<Balancer, Probing> running = Map.of();

    public Probes(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Checks the targets of these from now on, and no others. */
    public synchronized void follow(Balancers served) {
        Set<Balancer> wanted = Set.copyOf(served.all());
        Map<Balancer, Probing> now = new HashMap<>();
        for (Balancer balancer : wanted)
            if (Probing.isWanted(balancer.upstream()))
                now.put(
                        balancer,
                        running.containsKey(balancer) ? running.get(balancer) : Probing.begin(vertx, balancer));
        running.forEach((balancer, probing) -> {
            if (!now.containsKey(balancer)) probing.end();
        });
        running = now;
    }
}
