package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.dns.Srv;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A target in its upstream: one peer, or as many as there are places in the SRV records of its name. */
final class Member {
    private final Upstream upstream;
    private final Target target;
    private final Runnable changed;
    /** Null for a target that is what it says. */
    private final SrvLookup lookup;

    private volatile List<Srv> places = List.of();
    private volatile List<Peer> peers;

    /**
     * @param before the same target in what was served until now; null for none
     * @param changed run when there are other peers, or one's health has changed
     */
    Member(Upstream upstream, Target target, Member before, Surroundings around, Runnable changed) {
        this.upstream = upstream;
        this.target = target;
        this.changed = changed;
        List<Peer> known = before == null ? List.of() : before.peers;
        if (asksSrv(upstream, target, around)) {
            SrvLookup earlier = before == null ? null : before.lookup;
            lookup = new SrvLookup(around.names(), around.clock(), target.host(), earlier, this::moved);
            places = earlier == null ? List.of() : before.places;
        } else {
            lookup = null;
        }
        peers = peers(known);
    }

    private static boolean asksSrv(Upstream upstream, Target target, Surroundings around) {
        return Target.isName(target.host())
                && (upstream.useSrvName() || around.names().isAsked(target.host()));
    }

    /** Complete as soon as its peers are those that there are. */
    Future<Void> ready() {
        return lookup == null ? SrvLookup.DONE : lookup.ready();
    }

    boolean isLookedUp() {
        return lookup != null;
    }

    private void moved(List<Srv> now) {
        if (now.equals(places)) return;
        places = now;
        peers = peers(peers);
        changed.run();
    }

    private List<Peer> peers(List<Peer> known) {
        List<Peer> now = places.isEmpty()
                ? List.of(Peer.of(upstream, target, known))
                : inShares(places).entrySet().stream()
                        .map(place -> Peer.at(upstream, target, place.getKey(), place.getValue(), known))
                        .toList();
        now.forEach(peer -> peer.health().onChange(changed));
        return now;
    }

    /** The target's weight is what an operator gives to all of its places. Their own weights share it out. */
    private Map<Srv, Integer> inShares(List<Srv> places) {
        long all = places.stream().mapToLong(Srv::weight).sum();
        long own = (long) target.weight() * Peer.WEIGHT_UNIT;
        Map<Srv, Integer> shares = new LinkedHashMap<>();
        for (Srv place : places) {
            long share = own == 0 ? 0 : Math.max(1, own * place.weight() / all);
            shares.merge(new Srv(place.host(), place.port(), 1), (int) share, Integer::sum);
        }
        return shares;
    }

    Target target() {
        return target;
    }

    List<Peer> peers() {
        return peers;
    }
}
