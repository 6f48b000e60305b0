package io.gatehouse.controlplane;

import io.gatehouse.application.Consumers;
import io.gatehouse.audit.Audit;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.rights.Access;
import io.gatehouse.settings.Secrets;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

/** The stores of a second control plane on the same database, which remembers nothing that the first one does. */
@Singleton
public class OtherStores {
    private final ConfigStores stores;

    OtherStores(
            EntityManager entities,
            Secrets secrets,
            Plugins plugins,
            KeyDigests digests,
            Audit audit,
            Access access,
            PublishedSpecs specs,
            Event<TopologyChanged> topologyChanged,
            Consumers applications,
            Event<ConsumersChanged> consumersChanged,
            ServedGroup served) {
        stores = new ConfigStores(
                entities,
                secrets,
                plugins,
                digests,
                audit,
                access,
                specs,
                topologyChanged,
                applications,
                consumersChanged,
                served);
    }

    public ConfigStores stores() {
        return stores;
    }
}
