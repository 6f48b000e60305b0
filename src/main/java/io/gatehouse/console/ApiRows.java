package io.gatehouse.console;

import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.rights.Access;
import io.gatehouse.web.Filters;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The APIs as lists show them. Reads columns, not entities: a version carries its whole spec. */
@ApplicationScoped
@Transactional
class ApiRows {
    private final EntityManager entities;
    private final PlanCounts counts;
    private final Access access;

    ApiRows(EntityManager entities, PlanCounts counts, Access access) {
        this.access = access;
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

    Paging<Row> matching(Filters filters) {
        Listing listing = new Listing("a", "Api a").search(filters.value("q"), "a.name", "a.slug", "a.tags");
        if (!access.isWhole())
            listing.where(
                    "exists (select 1 from ApiVersion w where w.api = a and w.runtimeGroupId in :groups)",
                    "groups",
                    access.groups());
        filters.choice("visibility", Api.Visibility.class)
                .ifPresent(chosen -> listing.where("a.visibility = :visibility", "visibility", chosen));
        filters.choice("lifecycle", Lifecycle.class)
                .ifPresent(chosen -> listing.where(
                        "exists (select 1 from ApiVersion v where v.api = a and v.lifecycle = :lifecycle"
                                + (access.isWhole() ? ")" : " and v.runtimeGroupId in :groups)"),
                        "lifecycle",
                        chosen));
        Paging<Api> apis = listing.page(entities, Api.class, "lower(a.name), a.id", filters);
        Map<UUID, List<Version>> versions =
                versions(apis.rows().stream().map(api -> api.id).toList());
        return apis.map(api -> new Row(api, versions.getOrDefault(api.id, List.of())));
    }

    /** An API whose versions all run in runtime groups that are not for this person is not there. */
    Api any(UUID id) {
        Api api = Api.<Api>findByIdOptional(id).orElseThrow(NotFound::new);
        if (!access.isWhole() && versionsOf(id).isEmpty()) throw new NotFound();
        return api;
    }

    /** Its name and texts belong to all its versions. */
    void checkWhole(Api api) {
        if (!access.isWhole() && versionsOf(api.id).size() < ApiVersion.count("api.id", api.id))
            throw new Refused(
                    null, "Versions of it run in other runtime groups; somebody with rights on these can change it.");
    }

    List<Version> versionsOf(UUID apiId) {
        return versions(List.of(apiId)).getOrDefault(apiId, List.of());
    }

    private Map<UUID, List<Version>> versions(List<UUID> apiIds) {
        if (apiIds.isEmpty()) return Map.of();
        Map<UUID, Long> registrations = counts.registrationsByVersion();
        return entities
                .createQuery(
                        "select v.api.id, v.id, v.label, v.lifecycle, v.serviceName, v.basePath, v.runtimeGroupId from ApiVersion v"
                                + " where v.api.id in :ids order by v.createdAt desc",
                        Object[].class)
                .setParameter("ids", apiIds)
                .getResultList()
                .stream()
                .filter(row -> access.covers((UUID) row[6]))
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
}
