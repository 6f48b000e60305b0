package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.plugin.Exchange;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Says which target of an upstream takes a call. Shared by all event loops, without a lock. */
public final class Balancer {
    public static final String HEALTHCHECKS_OFF = "HEALTHCHECKS_OFF";

    private static final String HEALTHY = "HEALTHY";
    private static final String UNHEALTHY = "UNHEALTHY";

    private final Upstream upstream;
    private final List<Peer> peers;
    private final CallHash hash;
    private final CallHash fallback;
    private final Criteria passive;
    private final boolean isChecked;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Choice choice;

    /** @param before what was served under the name until now; null for none */
    Balancer(Upstream upstream, List<Target> targets, Balancer before) {
        this.upstream = upstream;
        this.peers = targets.stream()
                .map(target -> new Peer(upstream, target, before == null ? null : before.peer(target)))
                .toList();
        this.hash = CallHash.on(upstream);
        this.fallback = CallHash.fallback(upstream);
        this.passive = Criteria.passive(upstream.healthchecks());
        this.isChecked = !passive.isOff() || Probing.isWanted(upstream);
        peers.forEach(peer -> peer.health().onChange(this::choose));
        choose();
    }

    private Peer peer(Target target) {
        return peers.stream()
                .filter(peer -> peer.target().target().equals(target.target()))
                .findFirst()
                .orElse(null);
    }

    /** Whenever a target becomes healthy or unhealthy; calls go by what was chosen last and need not look. */
    private synchronized void choose() {
        List<Peer> usable = usable();
        choice = Choice.of(upstream, isEnough(usable) ? usable : List.of(), turn);
    }

    private List<Peer> usable() {
        return peers.stream()
                .filter(peer ->
                        peer.weight() > 0 && (!isChecked || peer.health().isHealthy()))
                .toList();
    }

    /** Whether they have enough of the weight for the upstream to be used at all. */
    private boolean isEnough(List<Peer> usable) {
        double threshold = upstream.healthchecks().threshold().doubleValue();
        return !usable.isEmpty() && weight(usable) * 100.0 >= threshold * weight(peers);
    }

    private static long weight(List<Peer> peers) {
        return peers.stream().mapToLong(Peer::weight).sum();
    }

    public boolean isChecked() {
        return isChecked;
    }

    /** What the Admin API calls the state of all of it. */
    public String health() {
        if (!isChecked) return HEALTHCHECKS_OFF;
        return isEnough(usable()) ? HEALTHY : UNHEALTHY;
    }

    /** What the Admin API calls the state of a target. */
    public String health(Target target) {
        Peer peer = peer(target);
        if (peer == null || !isChecked) return HEALTHCHECKS_OFF;
        if (peer.health().isUnknownHost()) return "DNS_ERROR";
        return peer.health().isHealthy() ? HEALTHY : UNHEALTHY;
    }

    /** By hand. */
    public void become(Target target, boolean healthy) {
        Peer peer = peer(target);
        if (peer != null) peer.health().become(healthy);
    }

    Upstream upstream() {
        return upstream;
    }

    List<Peer> peers() {
        return peers;
    }

    /**
     * A target has answered a call.
     *
     * @param sentAtNanos when it was given the call, by {@link System#nanoTime}
     */
    public void answered(Peer peer, int status, long sentAtNanos) {
        if (upstream.algorithm().equals(Upstream.LATENCY)) took(peer, sentAtNanos);
        if (!passive.isOff()) passive.answered(peer.health(), status);
    }

    private static void took(Peer peer, long sentAtNanos) {
        long now = System.nanoTime();
        peer.latency().took(now - sentAtNanos, now);
    }

    /**
     * A target has not answered in time.
     *
     * @param sentAtNanos when it was given the call, by {@link System#nanoTime}
     */
    public void timedOut(Peer peer, long sentAtNanos) {
        if (upstream.algorithm().equals(Upstream.LATENCY)) took(peer, sentAtNanos);
        passive.timedOut(peer.health());
    }

    /** A connection to a target could not be opened, or has ended without an answer. */
    public void unreachable(Peer peer, Throwable cause) {
        passive.unreachable(peer.health(), cause);
    }

    /** Whether it is made of these. */
    boolean is(Upstream upstream, List<Target> targets) {
        return this.upstream.equals(upstream)
                && peers.stream().map(Peer::target).toList().equals(targets);
    }

    /** What decides where this call goes; 0 for nothing. */
    public long hash(Exchange exchange) {
        long first = hash.of(exchange);
        return first == CallHash.NONE ? fallback.of(exchange) : first;
    }

    /** Whether a client without the cookie that is hashed gets one, so that it comes back to the same target. */
    public boolean givesCookies() {
        return hash.isCookie() || fallback.isCookie();
    }

    /** What decides where the next call goes that brings this cookie. */
    public long hash(String cookie) {
        return CallHash.of(cookie);
    }

    /** As {@code Set-Cookie} says it. */
    public String line(String cookie) {
        return upstream.hashOnCookie() + "=" + cookie + "; Path=" + upstream.hashOnCookiePath() + "; HttpOnly";
    }

    /** Null when there is none that can be used and has not been tried. */
    public Peer peer(long hash, List<Peer> tried) {
        return choice.choose(hash, tried);
    }
}
