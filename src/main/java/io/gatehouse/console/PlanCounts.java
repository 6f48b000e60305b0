package io.gatehouse.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** How much hangs on each plan and each version, counted in one query each however many there are. */
@ApplicationScoped
@Transactional
class PlanCounts {
    private final EntityManager entities;

    PlanCounts(EntityManager entities) {
        this.entities = entities;
    }

    /** By plan. */
    record Counts(Map<UUID, Long> offers, Map<UUID, Long> registrations) {}

    /** A plan on a version. */
    record Cell(UUID planId, UUID versionId) {}

    Counts all() {
        return new Counts(
                byId("select p.id, count(v) from Plan p join p.offeredBy v group by p.id"),
                byId("select r.plan.id, count(r) from Registration r group by r.plan.id"));
    }

    Map<UUID, Long> registrationsByVersion() {
        return byId("select r.apiVersion.id, count(r) from Registration r group by r.apiVersion.id");
    }

    /** Registrations by plan and version. */
    Map<Cell, Long> registrationsByCell() {
        Map<Cell, Long> counts = new LinkedHashMap<>();
        entities.createQuery(
                        "select r.plan.id, r.apiVersion.id, count(r) from Registration r group by r.plan.id, r.apiVersion.id",
                        Object[].class)
                .getResultList()
                .forEach(row -> counts.put(new Cell((UUID) row[0], (UUID) row[1]), (Long) row[2]));
        return counts;
    }

    private Map<UUID, Long> byId(String query) {
        Map<UUID, Long> counts = new LinkedHashMap<>();
        entities.createQuery(query, Object[].class)
                .getResultList()
                .forEach(row -> counts.put((UUID) row[0], (Long) row[1]));
        return counts;
    }
}
