package io.gatehouse.console;

import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.web.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The APIs as lists show them. Reads columns, not entities: a version carries its whole spec. */
@ApplicationScoped
@Transactional
class ApiRows {
    private static final String MATCHING =
            " from Api a where (:sought = '' or lower(a.name) like :like escape '!' or lower(a.slug) like :like escape '!'"
                    + " or lower(a.tags) like :like escape '!') and (:visibility is null or a.visibility = :visibility)"
                    + " and (:lifecycle is null or exists (select 1 from ApiVersion v where v.api = a and v.lifecycle = :lifecycle))";

    private final EntityManager entities;
    private final PlanCounts counts;

    ApiRows(EntityManager entities, PlanCounts counts) {
        this.entities = entities;
        this.counts = counts;
    }

    public record Row(Api api, List<Version> versions) {
        public long registrations() {
            return versions.stream().mapToLong(Version::registrations).sum();
        }
    }

    /** @param serviceName null as long as the gateway does not serve it */
    public record Version(
            UUID id, String label, Lifecycle lifecycle, String serviceName, String basePath, long registrations) {}

    Paging<Row> matching(Filters filters, int page) {
        long total = bound(entities.createQuery("select count(a)" + MATCHING, Long.class), filters)
                .getSingleResult();
        int last = (int) Math.max(1, (total + Paging.SIZE - 1) / Paging.SIZE);
        int shown = Math.min(Math.max(1, page), last);
        List<Api> apis = bound(
                        entities.createQuery("select a" + MATCHING + " order by lower(a.name), a.id", Api.class),
                        filters)
                .setFirstResult((shown - 1) * Paging.SIZE)
                .setMaxResults(Paging.SIZE)
                .getResultList();
        Map<UUID, List<Version>> versions =
                versions(apis.stream().map(api -> api.id).toList());
        return new Paging<>(
                apis.stream()
                        .map(api -> new Row(api, versions.getOrDefault(api.id, List.of())))
                        .toList(),
                shown,
                Paging.SIZE,
                total);
    }

    List<Version> versionsOf(UUID apiId) {
        return versions(List.of(apiId)).getOrDefault(apiId, List.of());
    }

    private Map<UUID, List<Version>> versions(List<UUID> apiIds) {
        if (apiIds.isEmpty()) return Map.of();
        Map<UUID, Long> registrations = counts.registrationsByVersion();
        return entities
                .createQuery(
                        "select v.api.id, v.id, v.label, v.lifecycle, v.serviceName, v.basePath from ApiVersion v"
                                + " where v.api.id in :ids order by v.createdAt desc",
                        Object[].class)
                .setParameter("ids", apiIds)
                .getResultList()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> (UUID) row[0],
                        LinkedHashMap::new,
                        Collectors.mapping(
                                row -> new Version(
                                        (UUID) row[1],
                                        (String) row[2],
                                        (Lifecycle) row[3],
                                        (String) row[4],
                                        (String) row[5],
                                        registrations.getOrDefault((UUID) row[1], 0L)),
                                Collectors.toList())));
    }

    private static <T> TypedQuery<T> bound(TypedQuery<T> query, Filters filters) {
        String sought = filters.value("q").toLowerCase(Locale.ROOT);
        return query.setParameter("sought", sought)
                .setParameter("like", "%" + sought.replaceAll("([!%_])", "!$1") + "%")
                .setParameter("visibility", constant(Api.Visibility.class, filters.value("visibility")))
                .setParameter("lifecycle", constant(Lifecycle.class, filters.value("lifecycle")));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        for (E constant : type.getEnumConstants()) if (constant.name().equals(name)) return constant;
        return null;
    }
}
