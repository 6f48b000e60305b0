package io.gatehouse.application;

import io.gatehouse.identity.Developer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Applications, their keys and registrations, put together for the gateway. */
@ApplicationScoped
public class Consumers {
    private static final int PAGE = 1_000;

    private final EntityManager entities;

    Consumers(EntityManager entities) {
        this.entities = entities;
    }

    /** Empty when there is no such application any more. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<ConsumerView> of(UUID applicationId) {
        return views(List.of(applicationId)).stream().findFirst();
    }

    /** Hands every application to {@code each}, in pages of three queries, so that a start with many needs little memory. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void forEach(Consumer<ConsumerView> each) {
        UUID last = new UUID(0, 0);
        while (true) {
            List<UUID> ids = entities.createQuery(
                            "select a.id from Application a where a.id > :last and a.state <> :deleted order by a.id",
                            UUID.class)
                    .setParameter("last", last)
                    .setParameter("deleted", Application.State.DELETED)
                    .setMaxResults(PAGE)
                    .getResultList();
            if (ids.isEmpty()) return;
            views(ids).forEach(each);
            entities.clear();
            last = ids.get(ids.size() - 1);
        }
    }

    /** Applications with an approved registration for the version. */
    @Transactional
    public List<UUID> registeredFor(UUID versionId) {
        return entities.createQuery(
                        "select r.application.id from Registration r where r.apiVersion.id = :version and r.state = :approved",
                        UUID.class)
                .setParameter("version", versionId)
                .setParameter("approved", Registration.State.APPROVED)
                .getResultList();
    }

    private List<ConsumerView> views(List<UUID> ids) {
        Map<UUID, List<ConsumerView.Key>> keys = new HashMap<>();
        entities.createQuery("from ApiKey k where k.application.id in :ids and k.revokedAt is null", ApiKey.class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(key -> keys.computeIfAbsent(key.application.id, id -> new ArrayList<>())
                        .add(new ConsumerView.Key(key.id, key.digest, key.expiresAt)));
        Map<UUID, Map<UUID, String>> plans = new HashMap<>();
        entities.createQuery(
                        "select r.application.id, r.apiVersion.id, r.plan.slug from Registration r"
                                + " where r.application.id in :ids and r.state = :approved",
                        Object[].class)
                .setParameter("ids", ids)
                .setParameter("approved", Registration.State.APPROVED)
                .getResultList()
                .forEach(row -> plans.computeIfAbsent((UUID) row[0], id -> new HashMap<>())
                        .put((UUID) row[1], (String) row[2]));
        return entities
                .createQuery(
                        "from Application a join fetch a.owner where a.id in :ids and a.state <> :deleted",
                        Application.class)
                .setParameter("ids", ids)
                .setParameter("deleted", Application.State.DELETED)
                .getResultList()
                .stream()
                .map(application -> new ConsumerView(
                        application.id,
                        application.name,
                        application.state == Application.State.ACTIVE
                                && application.owner.state == Developer.State.APPROVED,
                        keys.getOrDefault(application.id, List.of()),
                        plans.getOrDefault(application.id, Map.of())))
                .toList();
    }
}
