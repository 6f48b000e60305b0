package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.ConsumerIdentity;
import io.gatehouse.gateway.credential.IdentityChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells the gateway of the consumers that were made through the Admin API, one by one. */
@ApplicationScoped
class StoredConsumers {
    private static final int PAGE = 1_000;

    private final ConfigStores stores;
    private final ServedGroup served;
    private final LocalNode node;
    private final IdentityFeed feed;
    private final ConsumerIdentity identity;

    StoredConsumers(ConfigStores stores, ServedGroup served, LocalNode node, IdentityFeed feed, KeyDigests digests) {
        this.stores = stores;
        this.served = served;
        this.node = node;
        this.feed = feed;
        this.identity = new ConsumerIdentity(digests.digest());
    }

    void onConsumerChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) ConsumerChanged changed) {
        if (served.is(changed.runtimeGroupId())) feed.push(changed.consumerId(), this::read);
    }

    @Transactional
    void all() {
        ConfigRows rows = rows();
        UUID last = new UUID(0, 0);
        List<Stored> page;
        do {
            page = rows.page(Kind.CONSUMERS, last, PAGE);
            if (page.isEmpty()) return;
            Map<UUID, List<Record>> belongings =
                    rows.belongings(page.stream().map(Stored::id).toList());
            for (Stored consumer : page) node.identity(change(consumer, belongings));
            last = page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }

    private ConfigRows rows() {
        return stores.served().rows();
    }

    private IdentityChange read(UUID id) {
        ConfigRows rows = rows();
        return rows.byId(Kind.CONSUMERS, id)
                .map(stored -> change(stored, rows.belongings(List.of(id))))
                .orElseGet(() -> IdentityChange.gone(id));
    }

    private IdentityChange change(Stored stored, Map<UUID, List<Record>> belongings) {
        Consumer consumer = Kind.CONSUMERS.read(stored.body()).entity().orElseThrow();
        return identity.of(consumer, belongings.getOrDefault(stored.id(), List.of()));
    }
}
