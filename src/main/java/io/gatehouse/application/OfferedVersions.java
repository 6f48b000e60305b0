package io.gatehouse.application;

import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** The API versions that one can register for, with the plans that each offers. */
@ApplicationScoped
@Transactional
class OfferedVersions {
    private final Plans plans;
    private final EntityManager entities;

    OfferedVersions(Plans plans, EntityManager entities) {
        this.plans = plans;
        this.entities = entities;
    }

    /** A version as the register page shows it. */
    record Offered(
            UUID id,
            String apiSlug,
            String apiName,
            String label,
            ApiVersion.Lifecycle lifecycle,
            LocalDate sunsetOn,
            String basePath,
            List<Plan> plans) {
        public String name() {
            return apiName + " " + label;
        }

        public String path() {
            return "/apis/" + apiSlug + "/" + label;
        }

        public boolean isDeprecated() {
            return lifecycle == ApiVersion.Lifecycle.DEPRECATED;
        }
    }

    Offered find(String apiSlug, String label) {
        Object[] row = entities.createQuery(
                        "select v.id, a.slug, a.name, v.label, v.lifecycle, v.sunsetOn, v.basePath from ApiVersion v"
                                + " join v.api a where a.slug = :slug and v.label = :label and v.lifecycle in :open",
                        Object[].class)
                .setParameter("slug", apiSlug)
                .setParameter("label", label)
                .setParameter("open", List.of(ApiVersion.Lifecycle.PUBLISHED, ApiVersion.Lifecycle.DEPRECATED))
                .getResultStream()
                .findFirst()
                .orElseThrow(NotFound::new);
        return new Offered(
                (UUID) row[0],
                (String) row[1],
                (String) row[2],
                (String) row[3],
                (ApiVersion.Lifecycle) row[4],
                (LocalDate) row[5],
                (String) row[6],
                plans.offeredBy((UUID) row[0]));
    }
}
