package io.gatehouse.console;

import io.gatehouse.application.Plans;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** All plans on all versions, with the limit that applies in each case; a tick offers the plan. */
@Path("/console/plans/matrix")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class PlanMatrixPages {
    private final PlanMatrix matrix;
    private final Plans plans;
    private final Flash flash;

    PlanMatrixPages(PlanMatrix matrix, Plans plans, Flash flash) {
        this.matrix = matrix;
        this.plans = plans;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance planMatrix(
                Paging<PlanMatrix.Row> paging, List<PlanChoice> plans, Filters filters, String problem);
    }

    @GET
    public TemplateInstance show(@Context UriInfo address) {
        return page(Filters.of("/console/plans/matrix", address, "q"), "");
    }

    @POST
    public Response offer(MultivaluedMap<String, String> typed, @Context UriInfo address) {
        Form form = Form.of(typed);
        Filters filters = Filters.of("/console/plans/matrix", address, "q");
        try {
            Set<UUID> versions = new LinkedHashSet<>();
            for (String id : form.values("version")) versions.add(uuid(id));
            Set<PlanCounts.Cell> ticked = new LinkedHashSet<>();
            for (String cell : form.values("offer")) ticked.add(cell(cell));
            int changed = matrix.offer(versions, ticked);
            flash.success(
                    changed == 0
                            ? "Nothing has changed."
                            : changed == 1
                                    ? "One version offers other plans now."
                                    : changed + " versions offer other plans now.");
            return Redirect.to(filters.open() + "page=" + filters.page());
        } catch (Refused refused) {
            return Answer.refused(page(filters, refused.getMessage()));
        }
    }

    private static PlanCounts.Cell cell(String typed) {
        int colon = typed.indexOf(':');
        if (colon < 0) throw wrong();
        return new PlanCounts.Cell(uuid(typed.substring(colon + 1)), uuid(typed.substring(0, colon)));
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
    }

    private static Refused wrong() {
        return new Refused(null, "The form does not fit this page any more. Look at it as it is now, and tick again.");
    }

    private TemplateInstance page(Filters filters, String problem) {
        return Templates.planMatrix(
                matrix.page(filters), plans.all().stream().map(PlanChoice::of).toList(), filters, problem);
    }
}
