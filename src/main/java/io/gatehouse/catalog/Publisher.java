package io.gatehouse.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.Api.Visibility;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.catalog.spec.SpecProblem;
import io.gatehouse.catalog.spec.SpecResult;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.web.Checks;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Brings APIs and their versions into the catalog and moves them through their lives. A spec that {@link SpecParser} rejects
 * never gets as far as the database, so that everything stored can be shown and published.
 *
 * <p>draft → published → deprecated → retired. Unpublishing makes a version a draft again; a retired one stays retired.
 */
@ApplicationScoped
public class Publisher {
    /** Larger than every description that we met; GitHub's has 13 MB. */
    public static final int MOST_BYTES = 16 << 20;

    private static final int LONGEST_DOCS = 500_000;

    private final SpecParser parser;
    private final ObjectMapper json;
    private final Apis apis;
    private final Audit audit;
    private final Event<VersionChanged> versionChanged;

    Publisher(SpecParser parser, ObjectMapper json, Apis apis, Audit audit, Event<VersionChanged> versionChanged) {
        this.parser = parser;
        this.json = json;
        this.apis = apis;
        this.audit = audit;
        this.versionChanged = versionChanged;
    }

    /** What would become of these bytes; changes nothing. */
    public SpecResult check(byte[] source) {
        if (source != null && source.length > MOST_BYTES) {
            return new SpecResult.Rejected(List.of(SpecProblem.error(
                    "The file has %.1f MiB; at most %d MiB can be published."
                            .formatted(source.length / 1048576.0, MOST_BYTES >> 20),
                    "Split it into several APIs, or upload JSON without indentation.")));
        }
        return parser.parse(source == null ? new byte[0] : source);
    }

    /** Refuses what {@link #create} would refuse, everything at once; changes nothing. */
    public SpecResult.Parsed check(NewVersion given) {
        Checks checks = new Checks();
        SpecResult.Parsed parsed = checks.value(() -> accepted(given.source()));
        checks.that(() -> apis.check(given));
        checks.that(() -> free(given.slug(), Naming.label(given.label())));
        checks.that(() -> Text.optional("docs", given.docs(), LONGEST_DOCS));
        checks.orRefuse();
        return parsed;
    }

    private static void free(String slug, String label) {
        ApiVersion.<ApiVersion>find("api.slug = ?1 and lower(label) = lower(?2)", slug, label)
                .firstResultOptional()
                .ifPresent(version -> {
                    throw new Refused(
                            "label",
                            "%s already has a version “%s”. Choose another.".formatted(version.api.name, label));
                });
    }

    @Transactional
    public ApiVersion create(NewVersion given) {
        SpecResult.Parsed parsed = check(given);
        ApiVersion version = new ApiVersion();
        version.api = apis.of(given, parsed.spec());
        version.label = Naming.label(given.label());
        free(version.api.slug, version.label);
        version.docs = Text.optional("docs", given.docs(), LONGEST_DOCS);
        version.createdAt = Instant.now();
        version.runtimeGroupId = given.runtimeGroupId();
        take(version, given.source(), parsed);
        try {
            version.persistAndFlush();
        } catch (ConstraintViolationException raced) {
            throw new Refused("label", "Somebody else has just taken this name. Reload the page and look.");
        }
        record("version.created", version, Map.of("source hash", version.sourceHash));
        return version;
    }

    @Transactional
    public ApiVersion updateSpec(UUID versionId, byte[] source) {
        SpecResult.Parsed parsed = accepted(source);
        ApiVersion version = any(versionId);
        allow(version, "given another spec", EnumSet.complementOf(EnumSet.of(Lifecycle.RETIRED)));
        String before = version.sourceHash;
        take(version, source, parsed);
        record("version.spec-changed", version, Map.of("source hash", version.sourceHash, "before", before));
        return version;
    }

    /** Shows a draft to its audience, or takes a deprecation back. */
    @Transactional
    public void publish(UUID versionId) {
        ApiVersion version = any(versionId);
        allow(version, "published", EnumSet.of(Lifecycle.DRAFT, Lifecycle.DEPRECATED));
        version.deprecatedAt = null;
        version.sunsetOn = null;
        if (version.publishedAt == null) {
            version.publishedAt = Instant.now();
        }
        turn(version, Lifecycle.PUBLISHED, "version.published", Map.of());
    }

    /** Hides a version from the portal. Applications that use it go on. */
    @Transactional
    public void unpublish(UUID versionId) {
        ApiVersion version = any(versionId);
        allow(version, "unpublished", EnumSet.of(Lifecycle.PUBLISHED, Lifecycle.DEPRECATED));
        version.deprecatedAt = null;
        version.sunsetOn = null;
        turn(version, Lifecycle.DRAFT, "version.unpublished", Map.of());
    }

    /**
     * Tells developers to move on.
     *
     * @param sunsetOn the day from which the version may go; null when it is not known yet
     */
    @Transactional
    public void deprecate(UUID versionId, LocalDate sunsetOn) {
        ApiVersion version = any(versionId);
        allow(version, "deprecated", EnumSet.of(Lifecycle.PUBLISHED, Lifecycle.DEPRECATED));
        if (sunsetOn != null && sunsetOn.isBefore(LocalDate.now(ZoneOffset.UTC))) {
            throw new Refused("sunsetOn", "This day has passed. Choose today or a later day.");
        }
        deprecate(version, sunsetOn);
    }

    /** As it was in another portal already: the day may have passed. */
    @Transactional
    public void deprecateAgain(UUID versionId, LocalDate sunsetOn) {
        ApiVersion version = any(versionId);
        allow(version, "deprecated", EnumSet.of(Lifecycle.PUBLISHED, Lifecycle.DEPRECATED));
        deprecate(version, sunsetOn);
    }

    private void deprecate(ApiVersion version, LocalDate sunsetOn) {
        if (version.lifecycle == Lifecycle.PUBLISHED) {
            version.deprecatedAt = Instant.now();
        }
        version.sunsetOn = sunsetOn;
        turn(version, Lifecycle.DEPRECATED, "version.deprecated", Map.of("sunset", String.valueOf(sunsetOn)));
    }

    @Transactional
    public void retire(UUID versionId) {
        ApiVersion version = any(versionId);
        allow(version, "retired", EnumSet.of(Lifecycle.PUBLISHED, Lifecycle.DEPRECATED));
        version.retiredAt = Instant.now();
        turn(version, Lifecycle.RETIRED, "version.retired", Map.of());
    }

    /** Takes a version away for good, and its API with the last one. The caller has seen to it that nobody uses it. */
    @Transactional
    public void delete(UUID versionId) {
        ApiVersion version = any(versionId);
        Api api = version.api;
        version.delete();
        audit.record(
                "version.deleted",
                "version",
                version.id,
                api.name + " " + version.label,
                Map.of("was", version.lifecycle, "source hash", version.sourceHash));
        if (ApiVersion.count("api.id", api.id) > 0) return;
        api.delete();
        audit.record("api.deleted", "api", api.id, api.name, Map.of("slug", api.slug));
    }

    /** Its address stays: people have linked it. */
    @Transactional
    public void editApi(UUID apiId, String name, String summary, String tags, Visibility visibility) {
        apis.edit(apiId, name, summary, tags, visibility);
    }

    @Transactional
    public void editDocs(UUID versionId, String markdown) {
        ApiVersion version = any(versionId);
        version.docs = Text.optional("docs", markdown, LONGEST_DOCS);
        version.updatedAt = Instant.now();
        record("version.docs-changed", version, Map.of("characters", version.docs.length()));
    }

    private SpecResult.Parsed accepted(byte[] source) {
        SpecResult result = check(source);
        if (result instanceof SpecResult.Parsed parsed) {
            return parsed;
        }
        throw new RejectedSpec(result.findings());
    }

    private void take(ApiVersion version, byte[] source, SpecResult.Parsed parsed) {
        version.source = source;
        version.sourceFormat =
                ApiVersion.SourceFormat.valueOf(parsed.spec().format().name());
        version.sourceHash = parsed.spec().sourceHash();
        try {
            version.specSummary = json.writeValueAsString(SpecSummary.of(parsed.spec(), parsed.warnings()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        version.updatedAt = Instant.now();
    }

    private static ApiVersion any(UUID versionId) {
        return ApiVersion.<ApiVersion>find("from ApiVersion v join fetch v.api where v.id = ?1", versionId)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
    }

    private static void allow(ApiVersion version, String what, Set<Lifecycle> from) {
        if (!from.contains(version.lifecycle)) {
            String state = version.lifecycle.name().toLowerCase(Locale.ROOT);
            throw new Refused(null, "A version that is %s cannot be %s.".formatted(state, what));
        }
    }

    private void turn(ApiVersion version, Lifecycle lifecycle, String action, Map<String, ?> detail) {
        Map<String, Object> all = new TreeMap<>(detail);
        all.put("was", version.lifecycle);
        version.lifecycle = lifecycle;
        version.updatedAt = Instant.now();
        record(action, version, all);
    }

    private void record(String action, ApiVersion version, Map<String, ?> detail) {
        audit.recordIn(
                version.runtimeGroupId, action, "version", version.id, version.api.name + " " + version.label, detail);
        versionChanged.fire(new VersionChanged(version.id));
    }
}
