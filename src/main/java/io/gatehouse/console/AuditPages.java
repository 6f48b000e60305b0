package io.gatehouse.console;

import io.gatehouse.web.Filters;
import io.gatehouse.web.Paging;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** Who changed what, when and from where. */
@Path("/console/audit")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
public class AuditPages {
    private static final String[] FILTERS = {"actor", "action", "target", "from", "to"};

    private final AuditTrail trail;

    AuditPages(AuditTrail trail) {
        this.trail = trail;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance audit(Paging<AuditTrail.Line> lines, List<String> actions, Filters filters);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Filters filters = Filters.of("/console/audit", address, FILTERS)
                .only("action", trail.actions()::contains)
                .only("from", AuditTrail::isDay)
                .only("to", AuditTrail::isDay);
        return Templates.audit(trail.page(filters), trail.actions(), filters);
    }

    /** What the filters let through, for a spreadsheet. */
    @GET
    @Path("export")
    @Produces("text/csv;charset=UTF-8")
    public Response export(@Context UriInfo address) {
        Filters filters = Filters.of("/console/audit", address, FILTERS);
        StreamingOutput rows = out -> AuditCsv.write(out, first -> trail.after(first, filters));
        return Response.ok(rows)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"gatehouse-audit.csv\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
