package io.gatehouse.console;

import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.web.Checks;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** The plans that registrations run on: what an operator sells, in a table and a form. */
@Path("/console/plans")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class PlanPages {
    private final Plans plans;
    private final PlanCounts counts;
    private final Flash flash;

    PlanPages(Plans plans, PlanCounts counts, Flash flash) {
        this.plans = plans;
        this.counts = counts;
        this.flash = flash;
    }

    /** A plan as its row shows it. */
    public record Row(
            UUID id,
            String title,
            String slug,
            String description,
            String limit,
            boolean automatic,
            String price,
            long offers,
            long registrations) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance plans(List<Row> plans);

        static native TemplateInstance plan(Row plan, Form form);
    }

    @GET
    public TemplateInstance list() {
        PlanCounts.Counts now = counts.all();
        return Templates.plans(plans.all().stream().map(plan -> row(plan, now)).toList());
    }

    @GET
    @Path("new")
    public TemplateInstance blank() {
        return Templates.plan(
                null,
                Form.empty()
                        .with("windowSeconds", 60)
                        .with("approval", Plan.Approval.AUTO)
                        .with("sortOrder", 0));
    }

    @POST
    @Path("new")
    public Response create(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            Plan plan = plans.create(form.value("slug"), terms(form, true));
            flash.success("The plan “" + plan.title + "” exists. Offer it in the matrix or on a version’s page.");
            return Redirect.to("/console/plans");
        } catch (Refused refused) {
            return Answer.refused(Templates.plan(null, form.refused(refused)));
        }
    }

    @GET
    @Path("{id}")
    public TemplateInstance edit(UUID id) {
        Plan plan = plans.any(id);
        Form form = Form.empty()
                .with("title", plan.title)
                .with("description", plan.description)
                .with("requestLimit", plan.requestLimit)
                .with("windowSeconds", plan.windowSeconds)
                .with("approval", plan.approval)
                .with("price", plan.price)
                .with("sortOrder", plan.sortOrder);
        return Templates.plan(row(plan, counts.all()), form);
    }

    @POST
    @Path("{id}")
    public Response change(UUID id, MultivaluedMap<String, String> typed) {
        Plan plan = plans.any(id);
        Form form = Form.of(typed);
        try {
            plans.change(id, terms(form, false));
            flash.success("The plan is changed. Its limit is in force now.");
            return Redirect.to("/console/plans");
        } catch (Refused refused) {
            return Answer.refused(Templates.plan(row(plan, counts.all()), form.refused(refused)));
        }
    }

    @POST
    @Path("{id}/delete")
    public Response delete(UUID id) {
        try {
            plans.delete(id);
            flash.success("The plan is deleted.");
            return Redirect.to("/console/plans");
        } catch (Refused refused) {
            flash.problem(refused.getMessage());
            return Redirect.to("/console/plans/" + id);
        }
    }

    /** Goes through all fields, so that what is no number is told together with what no plan can have. */
    private Plans.Terms terms(Form form, boolean fresh) {
        Checks checks = new Checks();
        Plans.Terms terms = new Plans.Terms(
                form.value("title"),
                form.value("description"),
                number(checks, form, "requestLimit", "Type a number of calls, such as 600."),
                number(checks, form, "windowSeconds", "Choose a window."),
                approval(form.value("approval")),
                form.value("price"),
                form.value("sortOrder").isBlank()
                        ? 0
                        : (int) Math.max(
                                -9_999, Math.min(9_999, number(checks, form, "sortOrder", "Type a whole number."))));
        if (fresh) checks.that(() -> plans.checkName(form.value("slug")));
        checks.that(() -> plans.check(terms));
        checks.orRefuse();
        return terms;
    }

    private static long number(Checks checks, Form form, String field, String message) {
        try {
            return Long.parseLong(form.value(field).strip());
        } catch (NumberFormatException e) {
            checks.refuse(field, message);
            return 0;
        }
    }

    private static Plan.Approval approval(String typed) {
        for (Plan.Approval approval : Plan.Approval.values())
            if (approval.name().equals(typed)) return approval;
        return null;
    }

    private static Row row(Plan plan, PlanCounts.Counts counts) {
        return new Row(
                plan.id,
                plan.title,
                plan.slug,
                plan.description,
                LimitText.of(plan.requestLimit, plan.windowSeconds),
                plan.approval == Plan.Approval.AUTO,
                plan.price,
                counts.offers().getOrDefault(plan.id, 0L),
                counts.registrations().getOrDefault(plan.id, 0L));
    }
}
