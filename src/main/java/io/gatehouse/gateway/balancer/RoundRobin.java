package io.gatehouse.gateway.balancer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * In turn, each as often as its weight says, and spread evenly: the order of a whole cycle is laid down beforehand, so that event
 * loops share nothing but a counter.
 */
final class RoundRobin implements Choice {
    /** A cycle of more steps is made of weights that are rounded. */
    private static final int LONGEST_CYCLE = 65_536;

    private final Peer[] cycle;
    private final AtomicInteger turn;

    RoundRobin(List<Peer> peers, AtomicInteger turn) {
        this.cycle = cycle(peers);
        this.turn = turn;
    }

    @Override
    public Peer choose(long hash, List<Peer> tried) {
        int at = next();
        int passed = 0;
        while (passed < cycle.length) {
            Peer peer = cycle[at];
            if (tried.contains(peer)) {
                passed++;
                at = at + 1 == cycle.length ? 0 : at + 1;
            } else if (peer.slowStart().takesTurn()) {
                return peer;
            } else {
                passed = 0;
                at = next();
            }
        }
        return null;
    }

    private int next() {
        return Integer.remainderUnsigned(turn.getAndIncrement(), cycle.length);
    }

    /** When a peer's turn comes, as a part of the cycle. */
    private record Step(double at, Peer peer) {}

    private static Peer[] cycle(List<Peer> peers) {
        int[] times = times(peers);
        Step[] steps = new Step[Arrays.stream(times).sum()];
        int next = 0;
        for (int p = 0; p < times.length; p++) {
            // Each begins at its own moment, or they would all come one after the other where their turns fall
            // together.
            double begin = (p + 1.0) / (times.length + 1);
            for (int i = 0; i < times[p]; i++) steps[next++] = new Step((i + begin) / times[p], peers.get(p));
        }
        Arrays.sort(steps, Comparator.comparingDouble(Step::at));
        return Arrays.stream(steps).map(Step::peer).toArray(Peer[]::new);
    }

    /** How often each comes in a cycle: its weight, made as small as the proportions allow. */
    private static int[] times(List<Peer> peers) {
        int divisor = peers.stream().mapToInt(Peer::weight).reduce(0, RoundRobin::commonDivisor);
        long sum = peers.stream().mapToLong(Peer::weight).sum() / divisor;
        double scale = sum <= LONGEST_CYCLE ? 1 : (double) LONGEST_CYCLE / sum;
        return peers.stream()
                .mapToInt(peer -> (int) Math.max(1, Math.round(peer.weight() / divisor * scale)))
                .toArray();
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}
