package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.plugin.Exchange;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Says which target of an upstream takes a call. Shared by all event loops, without a lock. */
public final class Balancer {
    private final Upstream upstream;
    private final List<Peer> peers;
    private final CallHash hash;
    private final CallHash fallback;
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
        choose();
    }

    private Peer peer(Target target) {
        return peers.stream()
                .filter(peer -> peer.target().target().equals(target.target()))
                .findFirst()
                .orElse(null);
    }

    private void choose() {
        List<Peer> usable = peers.stream().filter(peer -> peer.weight() > 0).toList();
        choice = Choice.of(upstream, usable, turn);
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
