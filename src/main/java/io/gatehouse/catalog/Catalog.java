package io.gatehouse.catalog;

import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.reference.Gate;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.rights.Access;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the catalog shows to whom. A page costs the same few queries however many APIs there are, and none of them reads a spec:
 * those are kept parsed in {@link SpecCache}.
 */
@ApplicationScoped
public class Catalog {
    /** Published before deprecated, drafts and retired last; of equals the one that came last. */
    private static final Comparator<ApiVersion> NEWEST_FIRST = Comparator.<ApiVersion>comparingInt(
                    version -> switch (version.lifecycle) {
                        case PUBLISHED -> 0;
                        case DEPRECATED -> 1;
                        case DRAFT -> 2;
                        case RETIRED -> 3;
                    })
            .thenComparing(Catalog::since, Comparator.reverseOrder())
            .thenComparing(version -> version.label, Comparator.reverseOrder());

    private final SpecParser parser;
    private final SpecSummaries summaries;
    private final URI proxyUrl;
    private final GatewayUrls urls;
    private final Access access;
    private final SpecCache specs = new SpecCache();

    Catalog(SpecParser parser, SpecSummaries summaries, GatewayUrls urls, Access access, Settings settings) {
        this.access = access;
        this.parser = parser;
        this.summaries = summaries;
        this.urls = urls;
        this.proxyUrl = settings.proxy().url();
    }

    /** The newest version of each API that this audience finds, ordered by name; deprecated ones come last. */
    public List<ApiVersion> newest(Audience audience) {
        List<ApiVersion> offered = ApiVersion.list(
                "from ApiVersion v join fetch v.api a where v.lifecycle in ?1 and a.visibility <> ?2",
                List.of(Lifecycle.PUBLISHED, Lifecycle.DEPRECATED),
                Api.Visibility.UNLISTED);
        offered.sort(NEWEST_FIRST);
        Set<UUID> seen = new HashSet<>();
        List<ApiVersion> newest = new ArrayList<>(offered.stream()
                .filter(version -> audience.finds(version.api) && seen.add(version.api.id))
                .toList());
        newest.sort(Comparator.<ApiVersion, Boolean>comparing(version -> version.lifecycle == Lifecycle.DEPRECATED)
                .thenComparing(version -> version.api.name, String.CASE_INSENSITIVE_ORDER));
        return newest;
    }

    /** The versions of an API that this audience may open, newest first; not found when there are none. */
    public List<ApiVersion> versions(String apiSlug, Audience audience) {
        List<ApiVersion> all = ApiVersion.list("from ApiVersion v join fetch v.api a where a.slug = ?1", apiSlug);
        List<ApiVersion> open = all.stream()
                .filter(audience::mayOpen)
                .filter(version -> audience != Audience.OPERATOR || access.covers(version.runtimeGroupId))
                .sorted(NEWEST_FIRST)
                .toList();
        if (open.isEmpty()) {
            throw new NotFound();
        }
        return open;
    }

    /** The frame of a version's pages, if this audience may open it. */
    public ApiPage page(String apiSlug, String label, String tab, Audience audience) {
        List<ApiVersion> versions = versions(apiSlug, audience);
        ApiVersion version = labelled(versions, label);
        return new ApiPage(version, versions, tab, gate(version), audience == Audience.OPERATOR);
    }

    /** One version, if this audience may open it; maybe one that is retired. */
    public ApiVersion version(String apiSlug, String label, Audience audience) {
        return labelled(versions(apiSlug, audience), label);
    }

    private static ApiVersion labelled(List<ApiVersion> versions, String label) {
        return versions.stream()
                .filter(version -> version.label.equals(label))
                .findFirst()
                .orElseThrow(NotFound::new);
    }

    /** The gateway's address of the version; as long as it has none, the one that the spec names. */
    private Gate gate(ApiVersion version) {
        if (version.basePath != null) {
            String base = gatewayUrl(version.runtimeGroupId) + version.basePath;
            return new Gate(base.replaceAll("/+$", ""), true);
        }
        String named = summary(version).servers().stream()
                .filter(url -> url.matches("https?://.+"))
                .findFirst()
                .orElse("https://api.example.com");
        return new Gate(named.replaceAll("/+$", ""), false);
    }

    /** Where developers reach the gateways of a runtime group. */
    public String gatewayUrl(UUID runtimeGroupId) {
        return urls.of(runtimeGroupId).orElseGet(proxyUrl::toString);
    }

    /** The call to begin with; empty when the API has nothing to call. */
    public Optional<FirstCall> firstCall(ApiVersion version) {
        return FirstCall.of(spec(version), gate(version));
    }

    /** What lists show of the version's spec. */
    public SpecSummary summary(ApiVersion version) {
        return summaries.of(List.of(version)).get(version.sourceHash).summary();
    }

    public List<Card> cards(List<ApiVersion> versions) {
        Map<String, SpecSummaries.Known> known = summaries.of(versions);
        return versions.stream()
                .map(version -> new Card(version, known.get(version.sourceHash).summary()))
                .toList();
    }

    CatalogSearch search(List<ApiVersion> versions) {
        return new CatalogSearch(versions, summaries.of(versions));
    }

    /** The version's spec, parsed; from memory if anybody has asked for it lately. */
    public Spec spec(ApiVersion version) {
        return specs.get(version.sourceHash, () -> version.source, parser::read);
    }

    private static Instant since(ApiVersion version) {
        return version.publishedAt == null ? version.createdAt : version.publishedAt;
    }
}
