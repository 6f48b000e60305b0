package io.gatehouse.gateway.balancer;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/** The active health checks of a gateway: they begin with the upstream that wants them, and end with it. */
public final class Probes {
    private final Vertx vertx;
    private Map<Balancer, Probing> running = Map.of();

    public Probes(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Checks the targets of these from now on, and no others. */
    public synchronized void follow(Balancers served) {
        Map<Balancer, Probing> now = new HashMap<>();
        for (Balancer balancer : served.all()) {
            if (!Probing.isWanted(balancer.upstream())) continue;
            Probing known = running.get(balancer);
            now.put(balancer, known == null ? Probing.begin(vertx, balancer) : known);
        }
        running.forEach((balancer, probing) -> {
            if (!now.containsKey(balancer)) probing.end();
        });
        running = now;
    }
}
