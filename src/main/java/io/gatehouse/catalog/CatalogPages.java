package io.gatehouse.catalog;

import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.catalog.spec.GatewayServers;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.identity.Viewer;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Redirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.Compressed;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;

/** The catalog, and of each version the overview, the docs and the spec itself. */
@Path("/apis")
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class CatalogPages {
    private static final int MOST_TYPED = 200;

    private final Catalog catalog;
    private final Viewer viewer;

    @Context
    Request request;

    CatalogPages(Catalog catalog, Viewer viewer) {
        this.catalog = catalog;
        this.viewer = viewer;
    }

    @CheckedTemplate(basePath = "catalog", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance list(Shelf shelf);

        static native TemplateInstance overview(
                ApiPage page, Spec spec, SpecSummary summary, Excerpt description, FirstCall call);

        static native TemplateInstance docs(ApiPage page, String docs);

        static native TemplateInstance retired(ApiPage page);
    }

    @GET
    @PermitAll
    public TemplateInstance list(@RestQuery String q, @RestQuery List<String> tag, @RestQuery List<String> lifecycle) {
        String query = q == null ? "" : q.strip();
        List<ApiVersion> all = catalog.newest(audience());
        Shelf.Wish asked = new Shelf.Wish(
                query.length() > MOST_TYPED ? query.substring(0, MOST_TYPED) : query, given(tag), given(lifecycle));
        Shelf.Wish wish = asked.possible(all);
        CatalogSearch.Results results =
                query.isEmpty() ? null : catalog.search(all).search(wish.query(), wish::accepts);
        return Templates.list(Shelf.of(asked, wish, all, catalog::cards, results));
    }

    @GET
    @Path("/{api}")
    @PermitAll
    public Response newest(String api) {
        ApiVersion newest = catalog.versions(api, audience()).get(0);
        return Redirect.to("/apis/" + newest.api.slug + "/" + newest.label);
    }

    @GET
    @Path("/{api}/{version}")
    @PermitAll
    public Response overview(String api, String version) {
        ApiPage page = catalog.page(api, version, "overview", audience());
        if (page.version().lifecycle == Lifecycle.RETIRED) {
            return gone(page);
        }
        Spec spec = catalog.spec(page.version());
        SpecSummary summary = catalog.summary(page.version());
        return Response.ok(Templates.overview(
                        page,
                        spec,
                        summary,
                        about(page.version(), spec, summary),
                        FirstCall.of(spec, page.gate()).orElse(null)))
                .build();
    }

    /** The description, unless the summary under the title says it all. */
    private static Excerpt about(ApiVersion version, Spec spec, SpecSummary summary) {
        boolean said = version.api.summary.equals(summary.excerpt())
                && !summary.excerpt().endsWith("…");
        return said ? Excerpt.NOTHING : Excerpt.of(spec.description());
    }

    @GET
    @Path("/{api}/{version}/docs")
    @PermitAll
    public Response docs(String api, String version) {
        ApiPage page = catalog.page(api, version, "docs", audience());
        if (page.version().lifecycle == Lifecycle.RETIRED) {
            return gone(page);
        }
        return Response.ok(Templates.docs(page, page.version().docs)).build();
    }

    /**
     * The spec to make clients from, which names the gateway; and the original, byte for byte. Also of a retired version: whoever
     * still uses it may need them.
     */
    @GET
    @Path("/{api}/{version}/{file: (spec|original)\\.(json|yaml)}")
    @PermitAll
    @Produces(MediaType.WILDCARD)
    @Compressed
    public Response spec(String api, String version, String file) {
        ApiPage page = catalog.page(api, version, "overview", audience());
        boolean original = file.equals(page.originalFile());
        if (!original && !file.equals(page.specFile())) {
            throw new NotFound();
        }
        ApiVersion found = page.version();
        boolean changed = !original && page.gate().served();
        String address = page.gate().baseUrl();
        EntityTag tag = new EntityTag(
                found.sourceHash + (changed ? "-" + SpecParser.hash(address.getBytes(StandardCharsets.UTF_8)) : ""));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.tag(tag).build();
        }
        boolean json = found.sourceFormat == ApiVersion.SourceFormat.JSON;
        String name = found.api.slug + "-" + found.label + (original ? "-original" : "") + (json ? ".json" : ".yaml");
        byte[] bytes =
                changed ? GatewayServers.in(catalog.spec(found), found.source, URI.create(address)) : found.source;
        return Response.ok(bytes, json ? "application/json" : "application/yaml")
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }

    static Response gone(ApiPage page) {
        return Response.status(Response.Status.GONE)
                .entity(Templates.retired(page))
                .build();
    }

    private Audience audience() {
        return Audience.of(viewer);
    }

    private static List<String> given(List<String> values) {
        return values.stream()
                .map(value -> value.length() > MOST_TYPED ? value.substring(0, MOST_TYPED) : value)
                .filter(value -> !value.isBlank())
                .limit(10)
                .toList();
    }
}
