package io.gatehouse.console;

import io.gatehouse.application.Plans;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

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
    public TemplateInstance show(@RestQuery String q, @RestQuery @DefaultValue("1") int page) {
        return page(filters(q), page, "");
    }

    @POST
    public Response offer(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        Filters filters = filters(form.value("q"));
        try {
            Set<UUID> versions = new LinkedHashSet<>();
            for (String id : form.values("version")) versions.add(uuid(id));
            Set<PlanCounts.Cell> ticked = new LinkedHashSet<>();
            for (String cell : form.values("offer")) ticked.add(cell(cell));
            int changed = matrix.offer(versions, ticked);
            flash.success(
                    changed == 0
                            ? "Nothing has changed."
                            : changed == 1 ? "One version offers other plans now." : changed + " versions offer other plans now.");
            return Redirect.to(filters.pagerPath() + "page=" + number(form.value("page")));
        } catch (Refused refused) {
            return Answer.refused(page(filters, number(form.value("page")), refused.getMessage()));
        }
    }

    private static Filters filters(String q) {
        return Filters.of("/console/plans/matrix").with("q", q);
    }

    private static int number(String page) {
        return page.matches("\\d{1,6}") ? Integer.parseInt(page) : 1;
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

    private TemplateInstance page(Filters filters, int page, String problem) {
        return Templates.planMatrix(
                matrix.page(filters, page), plans.all().stream().map(PlanChoice::of).toList(), filters, problem);
    }
}
