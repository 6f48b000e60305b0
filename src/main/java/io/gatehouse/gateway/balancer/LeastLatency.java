package io.gatehouse.gateway.balancer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The one that is likely to answer first: by how long it took lately, and by the calls that are ahead, measured by its weight. In turn
 * where several are as likely.
 */
final class LeastLatency implements Choice {
    private final Peer[] peers;
    private final AtomicInteger turn;
    private final LongSupplier nanoClock;

    LeastLatency(List<Peer> peers, AtomicInteger turn, LongSupplier nanoClock) {
        this.peers = peers.toArray(Peer[]::new);
        this.turn = turn;
        this.nanoClock = nanoClock;
    }

    @Override
    public Peer choose(long hash, List<Peer> tried) {
        long now = nanoClock.getAsLong();
        int at = Integer.remainderUnsigned(turn.getAndIncrement(), peers.length);
        Peer best = null;
        double bestWait = 0;
        for (int i = 0; i < peers.length; i++) {
            Peer peer = peers[at];
            at = at + 1 == peers.length ? 0 : at + 1;
            if (tried.contains(peer)) continue;
            double wait = peer.latency().nanos(now) * (peer.calls() + 1) / peer.weightByNow();
            if (best != null && wait >= bestWait) continue;
            best = peer;
            bestWait = wait;
        }
        return best;
    }
}
