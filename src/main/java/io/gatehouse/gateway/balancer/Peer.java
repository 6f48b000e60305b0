package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.dns.Srv;
import java.util.List;
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

    private record Address(Origin origin, String authority) {}

    private Peer(Target target, int weight, Address plain, Address secure, Peer before) {
        this.target = target;
        this.weight = weight;
        this.plain = plain;
        this.secure = secure;
        seed = CallHash.of(key(plain.origin));
        calls = before == null ? new AtomicInteger() : before.calls;
        latency = before == null ? new LatencyEstimate() : before.latency;
        health = before == null ? new Health() : before.health;
    }

    /**
     * A target as it is.
     *
     * @param known those of the same target until now
     */
    static Peer of(Upstream upstream, Target target, List<Peer> known) {
        String host = target.host();
        return new Peer(
                target,
                target.weight() * WEIGHT_UNIT,
                address(upstream, host, host, target.port(), false),
                address(upstream, host, host, target.port(), true),
                same(host, target.port(), known));
    }

    /** One place of a target that has several. */
    static Peer at(Upstream upstream, Target target, Srv place, int weight, List<Peer> known) {
        String name = upstream.useSrvName() ? place.host() : target.host();
        int port = place.port() == 0 ? target.port() : place.port();
        return new Peer(
                target,
                weight,
                address(upstream, name, place.host(), port, false),
                address(upstream, name, place.host(), port, true),
                same(place.host(), port, known));
    }

    private static Peer same(String host, int port, List<Peer> known) {
        return known.stream()
                .filter(peer -> peer.plain.origin.host().equals(host) && peer.plain.origin.port() == port)
                .findFirst()
                .orElse(null);
    }

    private static Address address(Upstream upstream, String name, String host, int port, boolean secure) {
        String shown = bracketed(name);
        String authority =
                upstream.hostHeader() == null ? Origin.authority(shown, port, secure) : upstream.hostHeader();
        return new Address(new Origin(host, port, secure ? tlsName(upstream, name) : null), authority);
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static String key(Origin origin) {
        return bracketed(origin.host()) + ":" + origin.port();
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
