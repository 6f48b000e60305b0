package io.gatehouse.application;

import io.gatehouse.catalog.ApiPage;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Audience;
import io.gatehouse.catalog.Catalog;
import io.gatehouse.identity.Viewer;
import io.gatehouse.web.Redirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The plans of an API version, for everybody who may see the version. */
@Path("/apis/{api}/{version}/plans")
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class OfferPages {
    private final Catalog catalog;
    private final Plans plans;
    private final Accesses accesses;
    private final Viewer viewer;

    OfferPages(Catalog catalog, Plans plans, Accesses accesses, Viewer viewer) {
        this.catalog = catalog;
        this.plans = plans;
        this.accesses = accesses;
        this.viewer = viewer;
    }

    @CheckedTemplate(basePath = "apps", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance plans(ApiPage page, List<Offer> offers);
    }

    /**
     * A plan, and who uses it already.
     *
     * @param mine the visitor's own applications on this plan
     */
    record Offer(Plan plan, List<Accesses.Registered> mine) {}

    @GET
    public Response show(@PathParam("api") String api, @PathParam("version") String label) {
        ApiPage page = catalog.page(api, label, "plans", Audience.of(viewer));
        if (page.version().lifecycle == ApiVersion.Lifecycle.RETIRED) return Redirect.to(page.path());
        List<Accesses.Registered> mine = viewer.developer()
                .map(person -> accesses.registered(person.id(), page.version().id))
                .orElse(List.of());
        List<Offer> offers = plans.offeredBy(page.version().id).stream()
                .map(plan -> new Offer(
                        plan,
                        mine.stream()
                                .filter(each -> each.planId().equals(plan.id))
                                .toList()))
                .toList();
        return Response.ok(Templates.plans(page, offers)).build();
    }
}
