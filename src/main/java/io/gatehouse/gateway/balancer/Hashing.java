package io.gatehouse.gateway.balancer;

import java.util.List;

/**
 * The same peer for the same hash, by the highest draw: each peer draws a number from the hash and its own name. When a peer goes, only
 * its own calls move; when one comes, it takes its share from all and nothing else moves.
 */
final class Hashing implements Choice {
    private static final double UNIT = 0x1p-53;

    private final Peer[] peers;
    private final Choice otherwise;

    /** @param otherwise for calls that have nothing to hash */
    Hashing(List<Peer> peers, Choice otherwise) {
        this.peers = peers.toArray(Peer[]::new);
        this.otherwise = otherwise;
    }

    @Override
    public Peer choose(long hash, List<Peer> tried) {
        if (hash == CallHash.NONE) return otherwise.choose(hash, tried);
        Peer best = null;
        double highest = -1;
        for (Peer peer : peers) {
            double draw = draw(hash, peer);
            if (draw <= highest || tried.contains(peer)) continue;
            best = peer;
            highest = draw;
        }
        return best;
    }

    /** The chance to win is proportional to the weight. */
    private static double draw(long hash, Peer peer) {
        double even = ((CallHash.mix(hash ^ peer.seed()) >>> 11) + 0.5) * UNIT;
        return peer.weight() / -Math.log(even);
    }
}
