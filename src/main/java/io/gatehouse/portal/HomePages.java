package io.gatehouse.portal;

import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Audience;
import io.gatehouse.catalog.Catalog;
import io.gatehouse.identity.Viewer;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The first page: what this place is, three ways in, and what is new. */
@Path("/")
@PermitAll
public class HomePages {
    private static final int FEATURED = 6;
    private static final int NEWS = 5;

    private final Catalog catalog;
    private final Viewer viewer;

    HomePages(Catalog catalog, Viewer viewer) {
        this.catalog = catalog;
        this.viewer = viewer;
    }

    /** Something that happened to a version, on the day that it did. */
    record News(ApiVersion version, Instant at, String what) {
        static News of(ApiVersion version) {
            return version.lifecycle == ApiVersion.Lifecycle.DEPRECATED
                    ? new News(version, version.deprecatedAt, "was deprecated")
                    : new News(version, version.publishedAt, "was published");
        }
    }

    /** A first call to this version. */
    record Sample(ApiVersion version, String curl) {}

    @CheckedTemplate(basePath = "home", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance home(List<ApiVersion> apis, int total, List<News> news, Sample sample);
    }

    @GET
    public TemplateInstance home() {
        List<ApiVersion> all = catalog.newest(Audience.of(viewer));
        List<News> news = all.stream()
                .map(News::of)
                .filter(each -> each.at() != null)
                .sorted(Comparator.comparing(News::at).reversed())
                .limit(NEWS)
                .toList();
        return Templates.home(
                all.stream().limit(FEATURED).toList(),
                all.size(),
                news,
                sample(all).orElse(null));
    }

    /** A call that works as soon as one has a key. */
    private Optional<Sample> sample(List<ApiVersion> all) {
        return all.stream()
                .filter(version -> version.basePath != null)
                .findFirst()
                .flatMap(version -> catalog.firstCall(version).map(call -> new Sample(version, call.curl())));
    }

    @GET
    @Path("robots.txt")
    @Produces(MediaType.TEXT_PLAIN)
    public String robots() {
        return """
                User-agent: *
                Disallow: /account
                Disallow: /apps
                Disallow: /console
                Disallow: /mailbox
                Disallow: /reset-password
                Disallow: /verify
                """;
    }
}
