package io.gatehouse.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.audit.AuditEntry;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.spec.SpecResult;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@QuarkusTest
class PublisherTest {
    @Inject
    Publisher publisher;

    @Inject
    Heard heard;

    @Inject
    EntityManager entities;

    @Inject
    ObjectMapper json;

    @ApplicationScoped
    static class Heard {
        private final List<UUID> versions = new CopyOnWriteArrayList<>();

        void onChange(@Observes VersionChanged changed) {
            versions.add(changed.versionId());
        }

        boolean about(UUID versionId) {
            return versions.contains(versionId);
        }
    }

    @Test
    void a_new_api_begins_with_a_draft_of_the_bytes_as_they_came() throws Exception {
        String name = Specs.name("Wéather & Co.");
        ApiVersion made = publisher.create(
                new NewVersion(name, null, "", "Sky, sky ,  Open  data,", null, " v1 ", Specs.weather(), "# Hello"));
        ApiVersion version = reread(made);
        assertEquals(name.replace("Wéather & Co. ", "weather-co-"), version.api.slug);
        assertEquals("Forecasts for every place on earth.", version.api.summary);
        assertEquals("Sky, Open data", version.api.tags);
        assertEquals(Api.Visibility.PUBLIC, version.api.visibility);
        assertEquals("v1", version.label);
        assertEquals(Lifecycle.DRAFT, version.lifecycle);
        assertEquals(ApiVersion.SourceFormat.YAML, version.sourceFormat);
        assertArrayEquals(Specs.weather(), version.source);
        SpecSummary summary = json.readValue(version.specSummary, SpecSummary.class);
        assertEquals("get-forecast", summary.operations().get(0).slug());
        assertTrue(heard.about(version.id));
        assertTrue(audited("version.created", version.id));
        assertTrue(audited("api.created", version.api.id));
    }

    @Test
    void loading_a_version_reads_neither_its_source_nor_its_summary() {
        ApiVersion version = reread(publisher.create(Specs.version(Specs.name("Lazy"), "v1")));
        assertFalse(Hibernate.isPropertyInitialized(version, "source"));
        assertFalse(Hibernate.isPropertyInitialized(version, "specSummary"));
        assertFalse(Hibernate.isPropertyInitialized(version, "docs"));
    }

    @Test
    void a_version_joins_the_api_whose_name_or_slug_it_gives() {
        String name = Specs.name("Joined");
        ApiVersion first = publisher.create(Specs.version(name, "v1"));
        ApiVersion byName = publisher.create(Specs.version(name.toUpperCase(Locale.ROOT), "v2"));
        ApiVersion bySlug = publisher.create(new NewVersion(
                "Anything", first.api.slug, "other", "", Api.Visibility.UNLISTED, "v3", Specs.weather(), ""));
        assertEquals(first.api.id, byName.api.id);
        assertEquals(first.api.id, bySlug.api.id);
        assertEquals(Api.Visibility.PUBLIC, bySlug.api.visibility);
    }

    @Test
    void what_is_wrong_is_told_at_its_field() {
        String name = Specs.name("Fields");
        ApiVersion made = publisher.create(Specs.version(name, "v1"));
        refused("label", () -> publisher.create(Specs.version(name, "V1")));
        refused("label", () -> publisher.create(Specs.version(name, "")));
        refused("label", () -> publisher.create(Specs.version(name, "../v1")));
        refused("label", () -> publisher.create(Specs.version(name, "v".repeat(41))));
        refused("apiName", () -> publisher.create(Specs.version(" ", "v1")));
        refused("slug", () -> publisher.create(Specs.version("天気", "v1")));
        refused("slug", () -> publisher.create(Specs.version(name.replace(" ", "--"), "v2")));
        refused("slug", () -> publisher.create(with(name, "Not A Slug", "")));
        refused("apiName", () -> publisher.create(with(name.toLowerCase(Locale.ROOT), "another", "")));
        refused("tags", () -> publisher.create(with(Specs.name("Tags"), null, "a,b,c,d,e,f,g,h,i,j,k,l,m")));
        refused("tags", () -> publisher.create(with(Specs.name("Tags"), null, "t".repeat(41))));
        refused("sunsetOn", () -> {
            publisher.publish(made.id);
            publisher.deprecate(made.id, LocalDate.now().minusDays(2));
        });
        assertThrows(NotFound.class, () -> publisher.publish(UUID.randomUUID()));
    }

    @Test
    void a_rejected_spec_is_neither_created_nor_taken_over_and_says_why() {
        String name = Specs.name("Rejected");
        RejectedSpec rejected = assertThrows(
                RejectedSpec.class,
                () -> publisher.create(new NewVersion(name, null, "", "", null, "v1", Specs.broken(), "")));
        assertEquals("source", rejected.field().orElseThrow());
        assertNotNull(rejected.problems().get(0).line());
        assertEquals(0, Api.count("name", name));
        ApiVersion good = publisher.create(Specs.version(name, "v1"));
        assertThrows(RejectedSpec.class, () -> publisher.updateSpec(good.id, Specs.broken()));
        assertArrayEquals(Specs.weather(), reread(good).source);
    }

    @Test
    void a_file_that_is_too_large_is_told_its_size_and_the_limit() {
        SpecResult result = publisher.check(new byte[Publisher.MOST_BYTES + (1 << 20)]);
        SpecResult.Rejected rejected = assertInstanceOf(SpecResult.Rejected.class, result);
        assertEquals(
                "The file has 17.0 MiB; at most 16 MiB can be published.",
                rejected.problems().get(0).message());
    }

    @Test
    void a_version_lives_from_draft_to_retired_and_cannot_come_back() {
        UUID id = publisher.create(Specs.version(Specs.name("Life"), "v1")).id;
        refused(null, () -> publisher.deprecate(id, null));
        refused(null, () -> publisher.retire(id));
        publisher.publish(id);
        refused(null, () -> publisher.publish(id));
        publisher.unpublish(id);
        publisher.publish(id);
        publisher.deprecate(id, LocalDate.now().plusDays(30));
        ApiVersion deprecated = reread(id);
        assertEquals(Lifecycle.DEPRECATED, deprecated.lifecycle);
        assertNotNull(deprecated.deprecatedAt);
        publisher.publish(id);
        assertNull(reread(id).sunsetOn);
        publisher.retire(id);
        assertNotNull(reread(id).retiredAt);
        refused(null, () -> publisher.publish(id));
        refused(null, () -> publisher.updateSpec(id, Specs.weather()));
        for (String action : List.of("published", "unpublished", "deprecated", "retired")) {
            assertTrue(audited("version." + action, id), action);
        }
    }

    @Test
    void an_api_can_be_described_anew_and_docs_written() {
        ApiVersion version = publisher.create(Specs.version(Specs.name("Edited"), "v1"));
        String name = Specs.name("Edited anew");
        publisher.editApi(version.api.id, name, "Two lines", "one, two", Api.Visibility.SIGNED_IN);
        publisher.editDocs(version.id, "# Start");
        ApiVersion after = reread(version);
        assertEquals(name, after.api.name);
        assertEquals(Api.Visibility.SIGNED_IN, after.api.visibility);
        assertEquals("# Start", after.docs);
        assertTrue(audited("api.changed", version.api.id));
        assertTrue(audited("version.docs-changed", version.id));
    }

    private static NewVersion with(String name, String slug, String tags) {
        return new NewVersion(name, slug, "", tags, null, "v9", Specs.weather(), "");
    }

    private ApiVersion reread(ApiVersion version) {
        return reread(version.id);
    }

    private ApiVersion reread(UUID versionId) {
        entities.clear();
        return ApiVersion.findById(versionId);
    }

    private static boolean audited(String action, UUID id) {
        return AuditEntry.count("action = ?1 and targetId = ?2", action, id.toString()) > 0;
    }

    private static void refused(String field, Executable act) {
        Refused refused = assertThrows(Refused.class, act);
        assertEquals(field, refused.field().orElse(null), refused.getMessage());
    }
}
