package io.gatehouse.gateway.balancer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The one with the fewest calls under way, measured by its weight; in turn where several have as few. */
final class LeastConnections implements Choice {
    private final Peer[] peers;
    private final AtomicInteger turn;

    LeastConnections(List<Peer> peers, AtomicInteger turn) {
        this.peers = peers.toArray(Peer[]::new);
        this.turn = turn;
    }

    @Override
    public Peer choose(long hash, List<Peer> tried) {
        int at = Integer.remainderUnsigned(turn.getAndIncrement(), peers.length);
        Peer best = null;
        long bestLoad = 0;
        long bestWeight = 0;
        for (int i = 0; i < peers.length; i++) {
            Peer peer = peers[at];
            at = at + 1 == peers.length ? 0 : at + 1;
            long load = peer.calls() + 1L;
            long weight = peer.weightByNow();
            // Load by weight, without a division.
            boolean better = best == null || load * bestWeight < bestLoad * weight;
            if (!better || tried.contains(peer)) continue;
            best = peer;
            bestLoad = load;
            bestWeight = weight;
        }
        return best;
    }
}
