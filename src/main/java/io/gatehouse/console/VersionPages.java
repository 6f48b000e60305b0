package io.gatehouse.console;

import io.gatehouse.application.Plans;
import io.gatehouse.catalog.Catalog;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.catalog.spec.SpecSummary;
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
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;

/** One version of an API: where it stands in its life, and the next step. */
@Path("/console/versions/{id}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class VersionPages {
    private final VersionHead.Heads heads;
    private final Publisher publisher;
    private final Plans plans;
    private final PlanCounts counts;
    private final Landscape.Landscapes landscapes;
    private final Catalog catalog;
    private final Flash flash;

    VersionPages(
            VersionHead.Heads heads,
            Publisher publisher,
            Plans plans,
            PlanCounts counts,
            Landscape.Landscapes landscapes,
            Catalog catalog,
            Flash flash) {
        this.heads = heads;
        this.publisher = publisher;
        this.plans = plans;
        this.counts = counts;
        this.landscapes = landscapes;
        this.catalog = catalog;
        this.flash = flash;
    }

    /**
     * @param address where the gateway serves it, or null
     * @param unsure what has to be confirmed before a draft is published, or null
     */
    public record Page(
            VersionHead version,
            SpecSummary spec,
            String address,
            List<PlanChoice> plans,
            List<Overlaps.Overlap> overlaps,
            long registrations,
            SpecCheck unsure) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance version(Page page, VersionHead version, Form form);
    }

    @GET
    public TemplateInstance show(UUID id) {
        VersionHead head = heads.any(id);
        return page(head, Form.empty().with("sunsetOn", head.sunsetOn() == null ? "" : head.sunsetOn()));
    }

    @POST
    @Path("publish")
    public Response publish(UUID id, MultivaluedMap<String, String> typed) {
        VersionHead head = heads.any(id);
        byte[] source = heads.source(id);
        SpecCheck found = SpecCheck.of(publisher.check(source), source);
        Form form = Form.of(typed);
        if (head.isDraft() && found.asksFirst(form)) return Answer.refused(page(head, form, found));
        try {
            publisher.publish(id);
            Remarks.tell(
                    flash,
                    "Published",
                    "Developers find it in the portal now.",
                    id,
                    found.warnings().size());
        } catch (Refused refused) {
            flash.problem(refused.getMessage());
        }
        return Redirect.to("/console/versions/" + id);
    }

    @POST
    @Path("unpublish")
    public Response unpublish(UUID id) {
        return step(id, () -> publisher.unpublish(id), "Unpublished. It is a draft again; apps that use it go on.");
    }

    @POST
    @Path("retire")
    public Response retire(UUID id) {
        return step(id, () -> publisher.retire(id), "Retired. It is no longer offered.");
    }

    @POST
    @Path("deprecate")
    public Response deprecate(UUID id, MultivaluedMap<String, String> typed) {
        VersionHead head = heads.any(id);
        Form form = Form.of(typed);
        try {
            publisher.deprecate(id, day(form.value("sunsetOn")));
            flash.success("Deprecated. Its pages tell developers to move on.");
            return Redirect.to("/console/versions/" + id);
        } catch (Refused refused) {
            return Answer.refused(page(head, form.refused(refused)));
        }
    }

    private Response step(UUID id, Runnable action, String news) {
        heads.any(id);
        try {
            action.run();
            flash.success(news);
        } catch (Refused refused) {
            flash.problem(refused.getMessage());
        }
        return Redirect.to("/console/versions/" + id);
    }

    private static LocalDate day(String typed) {
        if (typed.isBlank()) return null;
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeParseException e) {
            throw new Refused("sunsetOn", "Write the day as “2030-12-31”.");
        }
    }

    private TemplateInstance page(VersionHead head, Form form) {
        return page(head, form, null);
    }

    private TemplateInstance page(VersionHead head, Form form, SpecCheck unsure) {
        Page page = new Page(
                head,
                heads.summary(head),
                head.basePath() == null ? null : catalog.gatewayUrl(head.runtimeGroupId()) + head.basePath(),
                plans.offeredBy(head.id()).stream().map(PlanChoice::of).toList(),
                landscapes.now().overlaps(head.serviceName()),
                counts.registrationsByVersion().getOrDefault(head.id(), 0L),
                unsure);
        return Templates.version(page, head, form);
    }
}
