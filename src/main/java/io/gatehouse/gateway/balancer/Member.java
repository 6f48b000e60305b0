package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.dns.Srv;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A target in its upstream: one peer, or as many as there are places in the SRV records of its name. */
final class Member {
    private final Upstream upstream;
    private final Target target;
    private final boolean isServed;
    private final InstantSource clock;
    private final Runnable changed;
    /** Null for a target that is what it says. */
    private final SrvLookup lookup;

    private volatile List<Srv> places = List.of();
    private volatile List<Peer> peers;

    /**
     * @param before the same target in what was served until now; null for none
     * @param isServed whether calls have gone to the upstream until now, so that newcomers begin slowly
     * @param changed run when there are other peers, or one's health has changed
     */
    Member(Upstream upstream, Target target, Member before, boolean isServed, Surroundings around, Runnable changed) {
        this.upstream = upstream;
        this.target = target;
        this.isServed = isServed;
        this.clock = around.clock();
        this.changed = changed;
        List<Peer> known = before == null ? List.of() : before.peers;
        if (asksSrv(upstream, target, around)) {
            SrvLookup earlier = before == null ? null : before.lookup;
            lookup = new SrvLookup(around.names(), around.clock(), target.host(), earlier, this::moved);
            places = earlier == null ? List.of() : before.places;
        } else {
            lookup = null;
        }
        peers = peers(known, isServed);
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
        boolean areOthers = isServed || !places.isEmpty();
        places = now;
        peers = peers(peers, areOthers);
        changed.run();
    }

    /** @param areSlow whether newcomers begin slowly */
    private List<Peer> peers(List<Peer> known, boolean areSlow) {
        return shares().stream().map(place -> peer(place, known, areSlow)).toList();
    }

    private Peer peer(Srv place, List<Peer> known, boolean isSlow) {
        Peer before = known.stream()
                .filter(peer -> peer.host().equals(place.host()) && peer.port() == place.port())
                .findFirst()
                .orElse(null);
        Peer peer = new Peer(upstream, target, place, before, clock);
        if (isSlow && (before == null || before.weight() == 0)) peer.slowStart().begin();
        peer.watch(changed);
        return peer;
    }

    /** The target's weight is what an operator gives to all of its places. Their own weights share it out. */
    private List<Srv> shares() {
        int own = target.weight() * Peer.WEIGHT_UNIT;
        if (places.isEmpty()) return List.of(new Srv(target.host(), target.port(), own));
        long all = places.stream().mapToLong(Srv::weight).sum();
        Map<Srv, Integer> shares = new LinkedHashMap<>();
        for (Srv place : places) {
            int port = place.port() == 0 ? target.port() : place.port();
            long share = own == 0 ? 0 : Math.max(1, (long) own * place.weight() / all);
            shares.merge(new Srv(place.host(), port, 0), (int) share, Integer::sum);
        }
        return shares.entrySet().stream()
                .map(share -> new Srv(share.getKey().host(), share.getKey().port(), share.getValue()))
                .toList();
    }

    Target target() {
        return target;
    }

    List<Peer> peers() {
        return peers;
    }
}
