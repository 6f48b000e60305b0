package io.gatehouse.controlplane;

import io.gatehouse.application.ConsumerView;
import io.gatehouse.application.Consumers;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The portal's applications as gateways know them: an application is a consumer, its keys are credentials, and the plan of a
 * registration is the consumer group that it is in for the service of that version.
 */
@Singleton
class PortalConsumers {
    private static final String KEY_AUTH = "key-auth";

    private final Consumers consumers;
    private final EntityManager entities;

    PortalConsumers(Consumers consumers, EntityManager entities) {
        this.consumers = consumers;
        this.entities = entities;
    }

    /** In the order of ids, those after one of them. */
    List<KnownConsumer> page(UUID group, UUID after, int size) {
        return known(group, consumers.page(after, size));
    }

    List<KnownConsumer> of(UUID group, Collection<UUID> ids) {
        return known(group, consumers.of(ids));
    }

    private List<KnownConsumer> known(UUID group, List<ConsumerView> views) {
        Set<UUID> versions = new HashSet<>();
        views.forEach(view -> versions.addAll(view.planByVersion().keySet()));
        Map<UUID, UUID> services = versions.isEmpty() ? Map.of() : services(group, versions);
        return views.stream().map(view -> known(view, services)).toList();
    }

    /**
     * By name, whatever the group that the version is implemented in: a group that was copied from there has a service of the same
     * name, and the registrations count in it too. Asked anew each time: what was remembered, another control plane may have changed.
     */
    private Map<UUID, UUID> services(UUID group, Set<UUID> versions) {
        Map<UUID, UUID> services = new HashMap<>();
        entities.createQuery(
                        "select v.id, e.id from ApiVersion v, ConfigEntity e where v.id in :versions"
                                + " and e.runtimeGroup.id = :group and e.kind = 'services' and e.uniqueName = v.serviceName",
                        Object[].class)
                .setParameter("versions", versions)
                .setParameter("group", group)
                .getResultList()
                .forEach(row -> services.put((UUID) row[0], (UUID) row[1]));
        return services;
    }

    private static KnownConsumer known(ConsumerView view, Map<UUID, UUID> services) {
        Map<UUID, String> registrations = new HashMap<>();
        view.planByVersion().forEach((version, plan) -> {
            UUID service = services.get(version);
            if (service != null) registrations.put(service, plan);
        });
        Consumer consumer = new Consumer(
                view.applicationId(), view.username(), null, List.of(), registrations, List.of(), null, null);
        List<Credential> keys = view.active() ? keys(view) : List.of();
        return new KnownConsumer(view.applicationId(), consumer, List.of(), keys);
    }

    private static List<Credential> keys(ConsumerView view) {
        return view.keys().stream()
                .map(key -> new Credential(
                        key.id(),
                        KEY_AUTH,
                        key.digest(),
                        key.expiresAt() == null ? null : key.expiresAt().toEpochMilli()))
                .toList();
    }
}
