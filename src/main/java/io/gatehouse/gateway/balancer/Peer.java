package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import java.util.concurrent.atomic.AtomicInteger;

/** A target as calls are sent to it. What it is called is put together once and not with every call. */
public final class Peer {
    private final Target target;
    private final Address plain;
    private final Address secure;
    private final long seed;
    /** Under way. */
    private final AtomicInteger calls;

    private final LatencyEstimate latency;
    private final Health health;

    private record Address(Origin origin, String authority) {}

    /** @param before the same target in what was served until now; null for none */
    Peer(Upstream upstream, Target target, Peer before) {
        this.target = target;
        plain = address(upstream, target, false);
        secure = address(upstream, target, true);
        seed = CallHash.of(target.target());
        calls = before == null ? new AtomicInteger() : before.calls;
        latency = before == null ? new LatencyEstimate() : before.latency;
        health = before == null ? new Health() : before.health;
    }

    private static Address address(Upstream upstream, Target target, boolean secure) {
        String host = target.host();
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        String authority =
                upstream.hostHeader() == null ? Origin.authority(shown, target.port(), secure) : upstream.hostHeader();
        return new Address(new Origin(host, target.port(), secure ? tlsName(upstream, host) : null), authority);
    }

    private static String tlsName(Upstream upstream, String host) {
        return upstream.hostHeader() == null ? host : upstream.hostHeader().replaceFirst(":\\d+$", "");
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
        return target.weight();
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
