package io.gatehouse.application;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Applications with what lists say of each, in the same few queries however many there are. */
@ApplicationScoped
@Transactional
public class ApplicationCards {
    private final Applications applications;
    private final Traffic traffic;
    private final EntityManager entities;

    ApplicationCards(Applications applications, Traffic traffic, EntityManager entities) {
        this.applications = applications;
        this.traffic = traffic;
        this.entities = entities;
    }

    /**
     * One application in the list.
     *
     * @param apis names of the API versions that it is registered for
     * @param liveKeys keys that are neither revoked nor expired
     */
    public record Card(Application application, List<String> apis, long liveKeys, Traffic.Day day) {}

    List<Card> of(UUID ownerId) {
        return of(applications.of(ownerId));
    }

    public List<Card> of(List<Application> all) {
        if (all.isEmpty()) return List.of();
        List<UUID> ids = all.stream().map(application -> application.id).toList();
        Map<UUID, List<String>> apis = apis(ids);
        Map<UUID, Long> keys = liveKeys(ids);
        Map<UUID, Traffic.Day> days = traffic.lastDay(ids);
        return all.stream()
                .map(application -> new Card(
                        application,
                        apis.getOrDefault(application.id, List.of()),
                        keys.getOrDefault(application.id, 0L),
                        days.getOrDefault(application.id, Traffic.Day.QUIET)))
                .toList();
    }

    private Map<UUID, List<String>> apis(List<UUID> ids) {
        Map<UUID, List<String>> apis = new HashMap<>();
        entities.createQuery(
                        "select r.application.id, a.name, v.label from Registration r join r.apiVersion v join v.api a"
                                + " where r.application.id in :ids order by a.name, v.label",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> apis.computeIfAbsent((UUID) row[0], id -> new ArrayList<>())
                        .add(row[1] + " " + row[2]));
        return apis;
    }

    private Map<UUID, Long> liveKeys(List<UUID> ids) {
        Map<UUID, Long> keys = new HashMap<>();
        entities.createQuery(
                        "select k.application.id, count(k) from ApiKey k where k.application.id in :ids"
                                + " and k.revokedAt is null and (k.expiresAt is null or k.expiresAt > :now)"
                                + " group by k.application.id",
                        Object[].class)
                .setParameter("ids", ids)
                .setParameter("now", Instant.now())
                .getResultList()
                .forEach(row -> keys.put((UUID) row[0], (Long) row[1]));
        return keys;
    }
}
