package io.gatehouse.catalog;

import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.Api.Visibility;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.web.Checks;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** The names and texts of APIs: no two are called alike, and an address never changes hands. Works inside {@link Publisher}'s transactions. */
@ApplicationScoped
class Apis {
    private final Audit audit;

    Apis(Audit audit) {
        this.audit = audit;
    }

    /** Refuses what cannot become an API, everything at once. */
    void check(NewVersion given) {
        Checks checks = new Checks();
        String name = checks.value(() -> Text.line("apiName", "a name", given.apiName(), 120));
        boolean named = given.slug() != null && !given.slug().isBlank();
        String slug = name != null || named ? checks.value(() -> Naming.slug(given.slug(), name)) : null;
        if (slug == null || Api.count("slug", slug) == 0)
            checks.that(() -> checkTexts(null, given.apiName(), given.summary(), given.tags()));
        checks.orRefuse();
    }

    /** The API that a new version joins; begun when there is none. */
    Api of(NewVersion given, Spec spec) {
        String name = Text.line("apiName", "a name", given.apiName(), 120);
        String slug = Naming.slug(given.slug(), name);
        Api existing = Api.find("slug", slug).firstResult();
        if (existing == null) {
            String summary = given.summary() == null || given.summary().isBlank()
                    ? SpecSummary.of(spec, List.of()).excerpt()
                    : given.summary();
            return begin(slug, name, summary, given);
        }
        boolean named = given.slug() != null && !given.slug().isBlank();
        if (!named && !existing.name.equalsIgnoreCase(name)) {
            throw new Refused(
                    "slug",
                    "The address “%s” belongs to %s. Choose another for this API.".formatted(slug, existing.name));
        }
        return existing;
    }

    private Api begin(String slug, String name, String summary, NewVersion given) {
        Api api = new Api();
        api.slug = slug;
        api.createdAt = Instant.now();
        api.updatedAt = api.createdAt;
        describe(api, name, summary, given.tags(), given.visibility());
        try {
            api.persistAndFlush();
        } catch (ConstraintViolationException raced) {
            throw new Refused("slug", "Somebody else has just taken this address. Reload the page and look.");
        }
        audit.record("api.created", "api", api.id, api.name, shown(api));
        return api;
    }

    private static void describe(Api api, String name, String summary, String tags, Visibility visibility) {
        checkTexts(api.id, name, summary, tags);
        api.name = Text.line("apiName", "a name", name, 120);
        api.summary = Text.optional("summary", summary, 400);
        api.tags = Naming.tags(tags);
        api.visibility = visibility == null ? Visibility.PUBLIC : visibility;
    }

    /** @param ownId of the API that has the name already, or null */
    private static void checkTexts(UUID ownId, String name, String summary, String tags) {
        Checks checks = new Checks();
        checks.that(() -> {
            String clean = Text.line("apiName", "a name", name, 120);
            Api.<Api>find("lower(name) = lower(?1)", clean).stream()
                    .filter(other -> !other.id.equals(ownId))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new Refused(
                                "apiName",
                                "There is already an API called “%s”. Choose another name.".formatted(clean));
                    });
        });
        checks.that(() -> Text.optional("summary", summary, 400));
        checks.that(() -> Naming.tags(tags));
        checks.orRefuse();
    }

    void edit(UUID apiId, String name, String summary, String tags, Visibility visibility) {
        Api api = Api.<Api>findByIdOptional(apiId).orElseThrow(NotFound::new);
        Map<String, String> before = shown(api);
        describe(api, name, summary, tags, visibility);
        api.updatedAt = Instant.now();
        audit.record("api.changed", "api", api.id, api.name, Map.of("before", before, "after", shown(api)));
    }

    private static Map<String, String> shown(Api api) {
        return new TreeMap<>(Map.of(
                "name", api.name,
                "slug", api.slug,
                "summary", api.summary,
                "tags", api.tags,
                "visibility", api.visibility.name()));
    }
}
