package io.gatehouse.controlplane;

import io.gatehouse.gateway.credential.IdentityChange;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Brings one consumer's new state to the gateway after a commit. The state is read anew each time, and for one consumer reading and
 * handing over are one step: of two changes that end at the same time neither can bring back what the other has replaced. It
 * costs the same whatever the number of consumers.
 */
@Singleton
class IdentityFeed {
    private static final int LOCKS = 64;

    private final Object[] locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toArray();
    private final LocalNode node;
    private final UntilDone untilDone;

    IdentityFeed(LocalNode node, UntilDone untilDone) {
        this.node = node;
        this.untilDone = untilDone;
    }

    /** @param read the consumer's state as it is stored now, in a transaction of its own */
    void push(UUID consumerId, Function<UUID, IdentityChange> read) {
        untilDone.run(consumerId, () -> {
            synchronized (locks[Math.floorMod(consumerId.hashCode(), LOCKS)]) {
                node.identity(QuarkusTransaction.requiringNew().call(() -> read.apply(consumerId)));
            }
        });
    }
}
