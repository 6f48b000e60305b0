package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.dns.Dns;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/** The active health checks of a gateway: they begin with the upstream that wants them, and end with it. */
public final class Probes {
    private final Vertx vertx;
    private final Dns dns;
    private Map<Balancer, Probing> running = Map.of();

    public Probes(Vertx vertx, Dns dns) {
        this.vertx = vertx;
        this.dns = dns;
    }

    /** Checks the targets of these from now on, and no others. */
    public synchronized void follow(Balancers served) {
        Map<Balancer, Probing> now = new HashMap<>();
        for (Balancer balancer : served.all()) {
            if (!Probing.isWanted(balancer.upstream())) continue;
            Probing known = running.get(balancer);
            now.put(balancer, known == null ? Probing.begin(vertx, dns, balancer) : known);
        }
        running.forEach((balancer, probing) -> {
            if (!now.containsKey(balancer)) probing.end();
        });
        running = now;
    }
}
