package io.gatehouse.application;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Remembers when each key was last used, for people who clean up. Told in batches: one call is not one write. */
@ApplicationScoped
public class KeyUse {
    private final EntityManager entities;

    KeyUse(EntityManager entities) {
        this.entities = entities;
    }

    /** In order of id, so that two writers do not wait for each other; an older time never replaces a newer one. */
    @Transactional
    public void seen(Map<UUID, Instant> lastUse) {
        lastUse.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(use -> entities.createQuery(
                                "update ApiKey k set k.lastUsedAt = :at where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :at)")
                        .setParameter("at", use.getValue())
                        .setParameter("id", use.getKey())
                        .executeUpdate());
    }
}
