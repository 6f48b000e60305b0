package io.gatehouse.console;

import io.gatehouse.catalog.Publisher;
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
import java.util.UUID;

/** The guide of a version, in Markdown. */
@Path("/console/versions/{id}/docs")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class VersionDocsPages {
    private final VersionHead.Heads heads;
    private final Publisher publisher;
    private final Flash flash;

    VersionDocsPages(VersionHead.Heads heads, Publisher publisher, Flash flash) {
        this.heads = heads;
        this.publisher = publisher;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance versionDocs(VersionHead version, Form form);
    }

    @GET
    public TemplateInstance show(UUID id) {
        return Templates.versionDocs(heads.any(id), Form.empty().with("docs", heads.docs(id)));
    }

    @POST
    public Response change(UUID id, MultivaluedMap<String, String> typed) {
        VersionHead head = heads.any(id);
        Form form = Form.of(typed);
        if (form.value("do").equals("preview"))
            return Response.ok(Templates.versionDocs(head, form)).build();
        try {
            publisher.editDocs(id, form.value("docs").replace("\r\n", "\n"));
            flash.success("The docs are saved.");
            return Redirect.to("/console/versions/" + id + "/docs");
        } catch (Refused refused) {
            return Answer.refused(Templates.versionDocs(head, form.refused(refused)));
        }
    }
}
