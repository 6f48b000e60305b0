package io.gatehouse.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.catalog.ApiPage;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.ApiVersion.SourceFormat;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** A version without its spec: what the head of each of its pages shows. */
public record VersionHead(
        UUID id,
        String label,
        Lifecycle lifecycle,
        UUID apiId,
        String apiSlug,
        String apiName,
        String serviceName,
        String basePath,
        UUID runtimeGroupId,
        SourceFormat format,
        Instant createdAt,
        Instant updatedAt,
        Instant publishedAt,
        Instant deprecatedAt,
        LocalDate sunsetOn,
        Instant retiredAt,
        String summaryJson) {

    public String title() {
        return apiName + " " + label;
    }

    /** Its page in the portal; of a draft the preview, since visitors do not see it. */
    public String portalPath() {
        return (isDraft() ? ApiPage.PREVIEW : "/apis/") + apiSlug + "/" + label;
    }

    public boolean isDraft() {
        return lifecycle == Lifecycle.DRAFT;
    }

    public boolean isRetired() {
        return lifecycle == Lifecycle.RETIRED;
    }

    public boolean isDeprecated() {
        return lifecycle == Lifecycle.DEPRECATED;
    }

    public boolean isServed() {
        return serviceName != null;
    }

    /** Reads heads. */
    @ApplicationScoped
    @Transactional
    static class Heads {
        private static final String COLUMNS = "select new io.gatehouse.console.VersionHead(v.id, v.label, v.lifecycle,"
                + " a.id, a.slug, a.name, v.serviceName, v.basePath, v.runtimeGroupId, v.sourceFormat, v.createdAt, v.updatedAt,"
                + " v.publishedAt, v.deprecatedAt, v.sunsetOn, v.retiredAt, v.specSummary)"
                + " from ApiVersion v join v.api a where v.id = :id";

        private final EntityManager entities;
        private final ObjectMapper json;
        private final ChosenGroup chosen;

        Heads(EntityManager entities, ObjectMapper json, ChosenGroup chosen) {
            this.chosen = chosen;
            this.entities = entities;
            this.json = json;
        }

        /** The page is about its runtime group from then on; of a group that is not for this person it is not found. */
        VersionHead any(UUID id) {
            VersionHead head = entities.createQuery(COLUMNS, VersionHead.class)
                    .setParameter("id", id)
                    .getResultStream()
                    .findFirst()
                    .orElseThrow(NotFound::new);
            chosen.choose(head.runtimeGroupId());
            return head;
        }

        SpecSummary summary(VersionHead head) {
            try {
                return json.readValue(head.summaryJson(), SpecSummary.class);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("The summary of " + head.title() + " cannot be read", e);
            }
        }

        String docs(UUID id) {
            return column("docs", String.class, id);
        }

        byte[] source(UUID id) {
            return column("source", byte[].class, id);
        }

        private <T> T column(String name, Class<T> type, UUID id) {
            return entities.createQuery("select v." + name + " from ApiVersion v where v.id = :id", type)
                    .setParameter("id", id)
                    .getSingleResult();
        }
    }
}
