package io.gatehouse.controlplane;

import io.gatehouse.application.AccessChanged;
import io.gatehouse.application.ConsumerView;
import io.gatehouse.application.Consumers;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.credential.IdentityChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Tells the gateway of the portal's applications: an application is a consumer, its keys are credentials, and the plan of a
 * registration is the consumer group that it is in for the service of that version.
 */
@ApplicationScoped
class PortalConsumers {
    private static final String KEY_AUTH = "key-auth";

    private final Consumers consumers;
    private final LocalNode node;
    private final IdentityFeed feed;
    private final EntityManager entities;
    private final ServedGroup served;
    private volatile Map<UUID, UUID> serviceByVersion = Map.of();

    PortalConsumers(
            Consumers consumers, LocalNode node, IdentityFeed feed, EntityManager entities, ServedGroup served) {
        this.consumers = consumers;
        this.node = node;
        this.feed = feed;
        this.entities = entities;
        this.served = served;
    }

    void onAccessChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccessChanged changed) {
        feed.push(changed.applicationId(), this::read);
    }

    void all() {
        serviceByVersion = servicesByVersion();
        consumers.forEach(view -> node.identity(change(view)));
    }

    /** Registrations count for services, and versions get theirs now and then: those who are registered hear of it. */
    void refreshServices() {
        Map<UUID, UUID> before = serviceByVersion;
        Map<UUID, UUID> after = servicesByVersion();
        serviceByVersion = after;
        Set<UUID> versions = new HashSet<>(before.keySet());
        versions.addAll(after.keySet());
        versions.removeIf(
                version -> after.containsKey(version) && after.get(version).equals(before.get(version)));
        for (UUID version : versions)
            consumers.registeredFor(version).forEach(application -> feed.push(application, this::read));
    }

    /**
     * By name, whatever the group that the version is implemented in: a group that was copied from there has a service of the same
     * name, and the registrations count in it too.
     */
    private Map<UUID, UUID> servicesByVersion() {
        Map<UUID, UUID> services = new HashMap<>();
        entities.createQuery(
                        "select v.id, e.id from ApiVersion v, ConfigEntity e where e.runtimeGroup.id = :group"
                                + " and e.kind = 'services' and e.uniqueName = v.serviceName",
                        Object[].class)
                .setParameter("group", served.id())
                .getResultList()
                .forEach(row -> services.put((UUID) row[0], (UUID) row[1]));
        return services;
    }

    private IdentityChange read(UUID applicationId) {
        return consumers.of(applicationId).map(this::change).orElseGet(() -> IdentityChange.gone(applicationId));
    }

    private IdentityChange change(ConsumerView view) {
        Map<UUID, UUID> services = serviceByVersion;
        Map<UUID, String> registrations = new HashMap<>();
        view.planByVersion().forEach((version, plan) -> {
            UUID service = services.get(version);
            if (service != null) registrations.put(service, plan);
        });
        Consumer consumer = new Consumer(
                view.applicationId(), view.username(), null, List.of(), registrations, List.of(), null, null);
        return new IdentityChange(view.applicationId(), consumer, view.active() ? credentials(view) : List.of());
    }

    private static List<Credential> credentials(ConsumerView view) {
        return view.keys().stream()
                .map(key -> new Credential(
                        key.id(),
                        KEY_AUTH,
                        key.digest(),
                        key.expiresAt() == null ? null : key.expiresAt().toEpochMilli()))
                .toList();
    }
}
