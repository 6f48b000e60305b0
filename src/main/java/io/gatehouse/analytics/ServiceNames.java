package io.gatehouse.analytics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What services are called: calls know only their ids. */
@ApplicationScoped
class ServiceNames {
    private final EntityManager entities;

    ServiceNames(EntityManager entities) {
        this.entities = entities;
    }

    @Transactional
    Map<UUID, String> all() {
        Map<UUID, String> names = new HashMap<>();
        entities.createQuery("select e.id, e.uniqueName from ConfigEntity e where e.kind = 'services'", Object[].class)
                .getResultList()
                .forEach(row -> names.put((UUID) row[0], row[1] == null ? row[0].toString() : (String) row[1]));
        return names;
    }
}
