package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Upstream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses among peers that can be used. Immutable but for the turn: another choice is made when a peer comes or goes. */
interface Choice {
    /**
     * A peer that is none of those tried before; null for none.
     *
     * @param hash of what decides, {@link CallHash#NONE} for nothing
     */
    Peer choose(long hash, List<Peer> tried);

    static Choice of(Upstream upstream, List<Peer> peers, AtomicInteger turn) {
        if (peers.isEmpty()) return (hash, tried) -> null;
        return switch (upstream.algorithm()) {
            case Upstream.LEAST_CONNECTIONS -> new LeastConnections(peers, turn);
            case Upstream.LATENCY -> new LeastLatency(peers, turn, System::nanoTime);
            case Upstream.CONSISTENT_HASHING -> new Hashing(peers, new RoundRobin(peers, turn));
            default -> new RoundRobin(peers, turn);
        };
    }
}
