package io.gatehouse.application;

import io.gatehouse.identity.Developer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Applications, their keys and registrations, put together for the gateway. */
@ApplicationScoped
@Transactional
public class Consumers {
    private final EntityManager entities;

    Consumers(EntityManager entities) {
        this.entities = entities;
    }

    /** Those of these that are there. */
    public List<ConsumerView> of(Collection<UUID> applicationIds) {
        return views(applicationIds);
    }

    public Optional<ConsumerView> of(UUID applicationId) {
        return views(List.of(applicationId)).stream().findFirst();
    }

    /** In the order of ids, those after one of them: three queries for a page, so that many need little memory. */
    public List<ConsumerView> page(UUID after, int size) {
        List<UUID> ids = entities.createQuery(
                        "select a.id from Application a where a.id > :after and a.state <> :deleted order by a.id",
                        UUID.class)
                .setParameter("after", after)
                .setParameter("deleted", Application.State.DELETED)
                .setMaxResults(size)
                .getResultList();
        return views(ids);
    }

    /** Applications with an approved registration for a version that one of these services serves. */
    public List<UUID> registeredFor(Collection<String> serviceNames) {
        return entities.createQuery(
                        "select distinct r.application.id from Registration r where r.apiVersion.serviceName in :names"
                                + " and r.state = :approved",
                        UUID.class)
                .setParameter("names", serviceNames)
                .setParameter("approved", Registration.State.APPROVED)
                .getResultList();
    }

    private List<ConsumerView> views(Collection<UUID> ids) {
        List<Application> applications = ids.isEmpty() ? List.of() : applications(ids);
        if (applications.isEmpty()) return List.of();
        List<UUID> found =
                applications.stream().map(application -> application.id).toList();
        Map<UUID, List<ConsumerView.Key>> keys = new HashMap<>();
        entities.createQuery(
                        "select k.application.id, k.id, k.digest, k.prefix, k.lastFour, k.createdAt, k.expiresAt from ApiKey k"
                                + " where k.application.id in :ids and k.revokedAt is null",
                        Object[].class)
                .setParameter("ids", found)
                .getResultList()
                .forEach(row -> keys.computeIfAbsent((UUID) row[0], id -> new ArrayList<>())
                        .add(new ConsumerView.Key(
                                (UUID) row[1], (byte[]) row[2], row[3] + "…" + row[4], (Instant) row[5], (Instant)
                                        row[6])));
        Map<UUID, Map<UUID, String>> plans = new HashMap<>();
        entities.createQuery(
                        "select r.application.id, r.apiVersion.id, r.plan.slug from Registration r"
                                + " where r.application.id in :ids and r.state = :approved",
                        Object[].class)
                .setParameter("ids", found)
                .setParameter("approved", Registration.State.APPROVED)
                .getResultList()
                .forEach(row -> plans.computeIfAbsent((UUID) row[0], id -> new HashMap<>())
                        .put((UUID) row[1], (String) row[2]));
        return applications.stream()
                .map(application -> new ConsumerView(
                        application.id,
                        application.name,
                        application.state == Application.State.ACTIVE
                                && application.owner.state == Developer.State.APPROVED,
                        keys.getOrDefault(application.id, List.of()),
                        plans.getOrDefault(application.id, Map.of())))
                .toList();
    }

    private List<Application> applications(Collection<UUID> ids) {
        return entities.createQuery(
                        "from Application a join fetch a.owner where a.id in :ids and a.state <> :deleted order by a.id",
                        Application.class)
                .setParameter("ids", ids)
                .setParameter("deleted", Application.State.DELETED)
                .getResultList();
    }
}
