package io.gatehouse.controlplane;

import io.gatehouse.gateway.credential.ConsumerIdentity;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "topology"));
    private final AtomicBoolean isToRefresh = new AtomicBoolean();
    private final AtomicLong asked = new AtomicLong();
    private long answered;
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

    /** @param group null is all groups; nothing happens unless the gateway serves it */
    void takeConsumers(UUID group, Collection<UUID> changed) {
        if (group != null && !served.is(group)) return;
        List<UUID> ids = List.copyOf(changed);
        untilDone.run(ids, () -> push(ids));
    }

    void takeTopology(UUID group) {
        if (served.is(group)) untilDone.run("topology", this::refresh);
    }

    /** The same, without waiting for it. */
    void takeTopologySoon(UUID group) {
        if (!served.is(group) || !isToRefresh.compareAndSet(false, true)) return;
        thread.execute(() -> {
            isToRefresh.set(false);
            untilDone.run("topology", this::refresh);
        });
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
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

    /** Of many who ask at once one reads, after all of them have committed, and it is done for all. */
    private void refresh() {
        long mine = asked.incrementAndGet();
        synchronized (this) {
            if (answered >= mine) return;
            long all = asked.get();
            node.topology(stores.topologyForGateways(served.id()));
            answered = all;
        }
    }
}
