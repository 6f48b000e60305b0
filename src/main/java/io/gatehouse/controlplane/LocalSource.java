package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.Topology;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;

/**
 * Feeds the gateway in this process: everything at the start, then change by change. A change is in force before the answer to
 * whoever made it leaves, since observers of a commit run before the committing call returns.
 */
@Singleton
class LocalSource {
    private final LocalNode node;
    private final ConfigStores stores;
    private final ServedGroup served;
    private final StoredConsumers consumers;
    private final PortalConsumers applications;
    private final UntilDone untilDone;

    LocalSource(
            LocalNode node,
            ConfigStores stores,
            ServedGroup served,
            StoredConsumers consumers,
            PortalConsumers applications,
            UntilDone untilDone) {
        this.node = node;
        this.stores = stores;
        this.served = served;
        this.consumers = consumers;
        this.applications = applications;
        this.untilDone = untilDone;
    }

    void start(@Observes StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> {
            applications.all();
            consumers.all();
            node.topology(topology());
        });
        node.start();
    }

    void onTopologyChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) TopologyChanged changed) {
        if (served.is(changed.runtimeGroupId())) untilDone.run("topology", this::refresh);
    }

    private Topology topology() {
        return stores.served().topologyForGateways();
    }

    /** One at a time, and each reads what is stored by then, so that an older state never follows a newer one. */
    private synchronized void refresh() {
        QuarkusTransaction.requiringNew().run(() -> {
            applications.refreshServices();
            node.topology(topology());
        });
    }
}
