package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.dns.Srv;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** A target as calls are sent to it. What it is called is put together once and not with every call. */
public final class Peer {
    /** Weights are counted in parts of this, so that a target's share of calls can be shared out again. */
    static final int WEIGHT_UNIT = 5040;

    private final Target target;
    private final int weight;
    private final Address plain;
    private final Address secure;
    private final long seed;
    /** Under way. */
    private final AtomicInteger calls;

    private final LatencyEstimate latency;
    private final Health health;
    private final SlowStart slowStart;

    private record Address(Origin origin, String authority) {}

    /**
     * @param place where it is, and its weight
     * @param before the same in what was served until now; null for none
     */
    Peer(Upstream upstream, Target target, Srv place, Peer before, InstantSource clock) {
        this.target = target;
        this.weight = place.weight();
        String name = upstream.useSrvName() ? place.host() : target.host();
        plain = address(upstream, name, place, false);
        secure = address(upstream, name, place, true);
        seed = CallHash.of(bracketed(place.host()) + ":" + place.port());
        calls = before == null ? new AtomicInteger() : before.calls;
        latency = before == null ? new LatencyEstimate() : before.latency;
        health = before == null ? new Health() : before.health;
        slowStart = new SlowStart(upstream.slowStart(), clock, before == null ? null : before.slowStart);
    }

    private static Address address(Upstream upstream, String name, Srv place, boolean secure) {
        String authority = upstream.hostHeader() == null
                ? Origin.authority(bracketed(name), place.port(), secure)
                : upstream.hostHeader();
        Origin origin = new Origin(place.host(), place.port(), secure ? tlsName(upstream, name) : null);
        return new Address(origin, authority);
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static String tlsName(Upstream upstream, String host) {
        return upstream.hostHeader() == null ? host : upstream.hostHeader().replaceFirst(":\\d+$", "");
    }

    /** Where it is, for whoever does not go there for a service. */
    String host() {
        return plain.origin.host();
    }

    int port() {
        return plain.origin.port();
    }

    public Target target() {
        return target;
    }

    Health health() {
        return health;
    }

    LatencyEstimate latency() {
        return latency;
    }

    int weight() {
        return weight;
    }

    /** What counts of it while calls come little by little. */
    long weightByNow() {
        return slowStart.of(weight);
    }

    SlowStart slowStart() {
        return slowStart;
    }

    /** @param changed run whenever it becomes healthy or unhealthy */
    void watch(Runnable changed) {
        health.onChange(() -> {
            if (health.isHealthy()) slowStart.begin();
            changed.run();
        });
    }

    public Origin origin(Service service) {
        return (Origin.isSecure(service) ? secure : plain).origin;
    }

    /** What it is told as Host, unless somebody has decided otherwise. */
    public String authority(Service service) {
        return authority(Origin.isSecure(service));
    }

    String authority(boolean isSecure) {
        return (isSecure ? secure : plain).authority;
    }

    String tlsName() {
        return secure.origin.tlsName();
    }

    public void begins() {
        calls.getAndIncrement();
    }

    public void ends() {
        calls.getAndDecrement();
    }

    int calls() {
        return calls.get();
    }

    /** Its own for each target, and the same on every gateway. */
    long seed() {
        return seed;
    }
}
