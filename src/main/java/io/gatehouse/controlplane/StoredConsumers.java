package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Kind;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The consumers that were made through the Admin API, as gateways know them. */
@Singleton
class StoredConsumers {
    private final ConfigStores stores;

    StoredConsumers(ConfigStores stores) {
        this.stores = stores;
    }

    /** In the order of ids, those after one of them. */
    List<KnownConsumer> page(UUID group, UUID after, int size) {
        ConfigRows rows = stores.of(group).rows();
        return known(rows, rows.page(Kind.CONSUMERS, after, size));
    }

    List<KnownConsumer> of(UUID group, Collection<UUID> ids) {
        ConfigRows rows = stores.of(group).rows();
        return known(rows, rows.byIds(Kind.CONSUMERS, List.copyOf(ids)));
    }

    private static List<KnownConsumer> known(ConfigRows rows, List<Stored> stored) {
        if (stored.isEmpty()) return List.of();
        Map<UUID, List<Record>> belongings =
                rows.belongings(stored.stream().map(Stored::id).toList());
        return stored.stream()
                .map(each -> {
                    Consumer consumer =
                            Kind.CONSUMERS.read(each.body()).entity().orElseThrow();
                    return new KnownConsumer(
                            each.id(), consumer, belongings.getOrDefault(each.id(), List.of()), List.of());
                })
                .toList();
    }
}
