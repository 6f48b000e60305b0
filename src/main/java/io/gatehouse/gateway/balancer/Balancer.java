package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.plugin.Exchange;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Says which target of an upstream takes a call. Shared by all event loops, without a lock. */
public final class Balancer {
    public static final String HEALTHCHECKS_OFF = "HEALTHCHECKS_OFF";

    private static final String HEALTHY = "HEALTHY";
    private static final String UNHEALTHY = "UNHEALTHY";

    private final Upstream upstream;
    private final List<Member> members;
    private final Certificate shown;
    /** Whether any of them may turn out to be somewhere else. */
    private final boolean isLookedUp;

    private final CallHash hash;
    private final CallHash fallback;
    private final Criteria passive;
    private final boolean isChecked;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Choice choice;

    /**
     * @param shown to targets that ask who checks them; null for nothing
     * @param before what was served under the name until now; null for none
     */
    Balancer(Upstream upstream, List<Target> targets, Certificate shown, Balancer before, Surroundings around) {
        this.upstream = upstream;
        this.shown = shown;
        this.hash = CallHash.on(upstream);
        this.fallback = CallHash.fallback(upstream);
        this.passive = Criteria.passive(upstream.healthchecks());
        this.isChecked = !passive.isOff() || Probing.isWanted(upstream);
        this.members =
                targets.stream().map(target -> member(target, before, around)).toList();
        this.isLookedUp = members.stream().anyMatch(Member::isLookedUp);
        choose();
    }

    private Member member(Target target, Balancer before, Surroundings around) {
        Member same = before == null ? null : before.member(target);
        return new Member(upstream, target, same, before != null, around, this::choose);
    }

    private Member member(Target target) {
        return members.stream()
                .filter(member -> member.target().target().equals(target.target()))
                .findFirst()
                .orElse(null);
    }

    /** Complete as soon as its peers are those that there are. */
    public Future<Void> ready() {
        if (!isLookedUp) return SrvLookup.DONE;
        List<Future<Void>> pending = members.stream()
                .map(Member::ready)
                .filter(ready -> !ready.isComplete())
                .toList();
        return pending.isEmpty() ? SrvLookup.DONE : Future.join(pending).mapEmpty();
    }

    /** Whenever a peer comes, goes, or becomes healthy or unhealthy; calls go by what was chosen last and need not look. */
    private synchronized void choose() {
        List<Peer> usable = usable();
        choice = Choice.of(upstream, isEnough(usable) ? usable : List.of(), turn);
    }

    private List<Peer> usable() {
        return peers().stream()
                .filter(peer ->
                        peer.weight() > 0 && (!isChecked || peer.health().isHealthy()))
                .toList();
    }

    /** Whether they have enough of the weight for the upstream to be used at all. */
    private boolean isEnough(List<Peer> usable) {
        double threshold = upstream.healthchecks().threshold().doubleValue();
        return !usable.isEmpty() && weight(usable) * 100.0 >= threshold * weight(peers());
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

    /** What the Admin API calls the state of a target: well as long as one of its places is. */
    public String health(Target target) {
        Member member = member(target);
        if (member == null || !isChecked) return HEALTHCHECKS_OFF;
        List<Health> places = member.peers().stream().map(Peer::health).toList();
        if (places.stream().allMatch(Health::isUnknownHost)) return "DNS_ERROR";
        return places.stream().anyMatch(Health::isHealthy) ? HEALTHY : UNHEALTHY;
    }

    /** By hand. */
    public void become(Target target, boolean healthy) {
        Member member = member(target);
        if (member != null) member.peers().forEach(peer -> peer.health().become(healthy));
    }

    Upstream upstream() {
        return upstream;
    }

    /** To targets that ask who checks them; null for nothing. */
    Certificate shown() {
        return shown;
    }

    List<Peer> peers() {
        return members.stream().flatMap(member -> member.peers().stream()).toList();
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
    boolean is(Upstream upstream, List<Target> targets, Certificate shown) {
        return this.upstream.equals(upstream)
                && Objects.equals(this.shown, shown)
                && members.stream().map(Member::target).toList().equals(targets);
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
