package io.gatehouse.controlplane;

import io.gatehouse.application.Consumers;
import io.gatehouse.audit.Audit;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.snapshot.SnapshotCompiler;
import io.gatehouse.rights.Access;
import io.gatehouse.settings.Secrets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.Session;

/** The configuration of each runtime group. Whoever works on one gets a store that knows nothing of the others. */
@Singleton
public class ConfigStores {
    private final EntityManager entities;
    private final Secrets secrets;
    private final Plugins plugins;
    private final KeyDigests digests;
    private final Audit audit;
    private final Access access;
    private final SnapshotCompiler compiler;
    private final PublishedSpecs specs;
    private final Event<TopologyChanged> topologyChanged;
    private final Consumers applications;
    private final Event<ConsumersChanged> consumersChanged;
    private final ServedGroup served;
    private final Map<UUID, ConfigStore> byGroup = new ConcurrentHashMap<>();

    ConfigStores(
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
        this.served = served;
        this.entities = entities;
        this.secrets = secrets;
        this.plugins = plugins;
        this.digests = digests;
        this.audit = audit;
        this.access = access;
        this.specs = specs;
        this.topologyChanged = topologyChanged;
        this.applications = applications;
        this.consumersChanged = consumersChanged;
        InstantSource clock = InstantSource.system();
        compiler = new SnapshotCompiler(
                plugins, new LocalIdentityIndex(digests.digest(), clock), new LocalRateLimiter(clock), clock);
    }

    /** Of a group that is there. */
    public ConfigStore of(UUID runtimeGroup) {
        return byGroup.computeIfAbsent(runtimeGroup, this::store);
    }

    /** As a gateway of this group gets it: one state of it, whatever is committed while it is read. */
    Topology topologyForGateways(UUID runtimeGroup) {
        return QuarkusTransaction.requiringNew().call(() -> {
            entities.unwrap(Session.class)
                    .doWork(connection -> connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ));
            return of(runtimeGroup).topologyForGateways();
        });
    }

    /** Of the group that the gateway of this process serves. */
    public ConfigStore served() {
        return of(served.id());
    }

    /** Of the group that is meant where none is named. */
    @Produces
    @Singleton
    ConfigStore ofDefault() {
        return of(RuntimeGroup.DEFAULT);
    }

    /** Those that the portal keeps something in: plans, and API versions that the gateway serves. */
    Set<UUID> ofPortal() {
        Set<UUID> groups = new LinkedHashSet<>();
        groups.add(RuntimeGroup.DEFAULT);
        groups.addAll(entities.createQuery(
                        "select distinct v.runtimeGroupId from ApiVersion v where v.serviceName is not null",
                        UUID.class)
                .getResultList());
        return groups;
    }

    private ConfigStore store(UUID group) {
        ConfigRows rows = new ConfigRows(entities, secrets.seal(), group);
        return new ConfigStore(
                rows,
                new ReadEntities(rows),
                new References(rows),
                new Guards(rows),
                new ConfigStore.Shared(
                        plugins,
                        digests,
                        audit,
                        access,
                        compiler,
                        specs,
                        topologyChanged,
                        applications,
                        consumersChanged));
    }
}
