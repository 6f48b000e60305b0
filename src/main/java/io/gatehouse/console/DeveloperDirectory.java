package io.gatehouse.console;

import io.gatehouse.application.Application;
import io.gatehouse.identity.Developer;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All developers, searched by name and mail address. */
@ApplicationScoped
@Transactional
class DeveloperDirectory {
    private final EntityManager entities;

    DeveloperDirectory(EntityManager entities) {
        this.entities = entities;
    }

    record Entry(Developer developer, long apps) {}

    Paging<Entry> page(Filters filters) {
        Listing listing = new Listing("d", "Developer d").search(filters.value("q"), "d.name", "d.email");
        filters.choice("state", Developer.State.class)
                .ifPresent(state -> listing.where("d.state = :state", "state", state));
        Paging<Developer> found = listing.page(entities, Developer.class, "d.createdAt desc, d.id", filters);
        Map<UUID, Long> apps =
                apps(found.rows().stream().map(developer -> developer.id).toList());
        return found.map(developer -> new Entry(developer, apps.getOrDefault(developer.id, 0L)));
    }

    private Map<UUID, Long> apps(List<UUID> owners) {
        Map<UUID, Long> apps = new HashMap<>();
        if (owners.isEmpty()) return apps;
        entities.createQuery(
                        "select a.owner.id, count(a) from Application a where a.owner.id in :owners"
                                + " and a.state <> :deleted group by a.owner.id",
                        Object[].class)
                .setParameter("owners", owners)
                .setParameter("deleted", Application.State.DELETED)
                .getResultList()
                .forEach(row -> apps.put((UUID) row[0], (Long) row[1]));
        return apps;
    }
}
