package io.gatehouse.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The console's first page. */
@Path("/console")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
public class OverviewPages {
    private final Overview overview;

    OverviewPages(Overview overview) {
        this.overview = overview;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance overview(Overview.Seen seen);
    }

    @GET
    public TemplateInstance show() {
        return Templates.overview(overview.now());
    }
}
