package io.gatehouse.controlplane;

import io.gatehouse.gateway.credential.ConsumerIdentity;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Feeds the gateway in this process: everything at the start, then change by change. State is read anew each time, and reading and
 * handing over are one step for a consumer, and for the topology: of two changes that end at the same time neither can bring back
 * what the other has replaced.
 */
@Singleton
class LocalSource {
    private static final int LOCKS = 64;

    private final Lock[] locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toArray(Lock[]::new);
    private final LocalNode node;
    private final ConfigStores stores;
    private final ServedGroup served;
    private final KnownConsumers consumers;
    private final ConsumerIdentity identity;
    private final UntilDone untilDone;

    LocalSource(
            LocalNode node,
            ConfigStores stores,
            ServedGroup served,
            KnownConsumers consumers,
            KeyDigests digests,
            UntilDone untilDone) {
        this.node = node;
        this.stores = stores;
        this.served = served;
        this.consumers = consumers;
        this.untilDone = untilDone;
        identity = new ConsumerIdentity(digests.digest());
    }

    /** Everything, in place of whatever the gateway has. What changes meanwhile is to be told once more afterwards. */
    void all() {
        node.beginIdentities();
        consumers.all(served.id(), this::take);
        node.endIdentities();
        refresh();
    }

    /** Brings what has changed to the gateway if it serves the group; null is all groups. */
    void take(UUID group, Collection<UUID> changed, boolean isTopologyChanged) {
        if (group != null && !served.is(group)) return;
        if (!changed.isEmpty()) {
            List<UUID> ids = List.copyOf(changed);
            untilDone.run(ids, () -> push(ids));
        }
        if (isTopologyChanged) untilDone.run("topology", this::refresh);
    }

    /** It costs the same whatever the number of consumers. */
    private void push(List<UUID> ids) {
        int[] needed = ids.stream()
                .mapToInt(id -> Math.floorMod(id.hashCode(), LOCKS))
                .distinct()
                .sorted()
                .toArray();
        for (int lock : needed) locks[lock].lock();
        try {
            take(consumers.of(served.id(), ids));
        } finally {
            for (int lock : needed) locks[lock].unlock();
        }
    }

    private void take(List<KnownConsumer> known) {
        known.forEach(consumer -> node.identity(consumer.change(identity)));
    }

    private synchronized void refresh() {
        node.topology(stores.topologyForGateways(served.id()));
    }
}
