package io.gatehouse.application;

import io.gatehouse.catalog.ApiVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an application may call, for pages. Reads columns, not versions: a version carries its whole spec. */
@ApplicationScoped
@Transactional
public class Accesses {
    private final EntityManager entities;

    Accesses(EntityManager entities) {
        this.entities = entities;
    }

    /** A registration with its API version and its plan. */
    public record Row(
            UUID id,
            UUID versionId,
            String apiName,
            String apiSlug,
            String label,
            ApiVersion.Lifecycle lifecycle,
            LocalDate sunsetOn,
            String basePath,
            String serviceName,
            UUID planId,
            String planTitle,
            long requestLimit,
            long windowSeconds,
            String wantedPlan,
            Registration.State state,
            String reason,
            Instant requestedAt) {
        public String name() {
            return apiName + " " + label;
        }

        public String path() {
            return "/apis/" + apiSlug + "/" + label;
        }

        public String allowance() {
            return Plan.allowance(requestLimit, windowSeconds);
        }

        public boolean isDeprecated() {
            return lifecycle == ApiVersion.Lifecycle.DEPRECATED;
        }

        public boolean isRetired() {
            return lifecycle == ApiVersion.Lifecycle.RETIRED;
        }

        public boolean isActive() {
            return state == Registration.State.APPROVED;
        }

        public boolean isWaiting() {
            return state == Registration.State.REQUESTED;
        }

        public boolean isDeclined() {
            return state == Registration.State.DECLINED;
        }

        public boolean isSuspended() {
            return state == Registration.State.SUSPENDED;
        }
    }

    /** A registration and the plans that its owner may choose from. */
    record Choice(Row row, List<Plan> plans) {}

    public List<Row> of(UUID applicationId) {
        return entities.createQuery(
                        "select new io.gatehouse.application.Accesses$Row(r.id, v.id, a.name, a.slug, v.label, v.lifecycle,"
                                + " v.sunsetOn, v.basePath, v.serviceName, p.id, p.title, p.requestLimit, p.windowSeconds, w.title, r.state,"
                                + " r.reason, r.requestedAt) from Registration r join r.apiVersion v join v.api a"
                                + " join r.plan p left join r.wantedPlan w where r.application.id = :application order by a.name, v.label",
                        Row.class)
                .setParameter("application", applicationId)
                .getResultList();
    }

    /** An application that is registered for a version, or has asked to be. */
    record Registered(UUID applicationId, String applicationName, UUID planId, Registration.State state) {
        public boolean isApproved() {
            return state == Registration.State.APPROVED;
        }
    }

    /** This developer's applications that are registered for the version; a declined one may ask again. */
    List<Registered> registered(UUID ownerId, UUID versionId) {
        return entities.createQuery(
                        "select new io.gatehouse.application.Accesses$Registered(a.id, a.name, r.plan.id, r.state) from Registration r"
                                + " join r.application a where a.owner.id = :owner and r.apiVersion.id = :version"
                                + " and r.state <> :declined order by a.name",
                        Registered.class)
                .setParameter("owner", ownerId)
                .setParameter("version", versionId)
                .setParameter("declined", Registration.State.DECLINED)
                .getResultList();
    }

    List<Choice> choices(UUID applicationId) {
        List<Row> rows = of(applicationId);
        if (rows.isEmpty()) return List.of();
        Map<UUID, List<Plan>> plans = new HashMap<>();
        entities.createQuery(
                        "select v.id, p from Plan p join p.offeredBy v where v.id in :versions order by p.sortOrder, p.title",
                        Object[].class)
                .setParameter("versions", rows.stream().map(Row::versionId).toList())
                .getResultList()
                .forEach(row -> plans.computeIfAbsent((UUID) row[0], id -> new ArrayList<>())
                        .add((Plan) row[1]));
        return rows.stream()
                .map(row -> new Choice(row, plans.getOrDefault(row.versionId(), List.of())))
                .toList();
    }
}
