package io.gatehouse.application;

import io.gatehouse.identity.Viewer;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** What an application may call: its registrations, to move to another plan or to leave. */
@Path("/apps/{id}/access")
@RolesAllowed("developer")
@Produces(MediaType.TEXT_HTML)
public class ApplicationAccessPages {
    private final Applications applications;
    private final Registrations registrations;
    private final Accesses accesses;
    private final Viewer viewer;
    private final Flash flash;

    ApplicationAccessPages(
            Applications applications, Registrations registrations, Accesses accesses, Viewer viewer, Flash flash) {
        this.applications = applications;
        this.registrations = registrations;
        this.accesses = accesses;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "apps", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance access(Application app, List<Accesses.Choice> choices, Form form);
    }

    @GET
    public TemplateInstance list(@PathParam("id") UUID id) {
        return page(owned(id), Form.empty());
    }

    @POST
    @Path("{registration}/plan")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response changePlan(
            @PathParam("id") UUID id,
            @PathParam("registration") UUID registrationId,
            MultivaluedMap<String, String> typed) {
        Application app = owned(id);
        Form form = Form.of(typed);
        try {
            Registration changed = registrations.changePlan(
                    app, registrationId, form.id("plan").orElse(null));
            flash.success(
                    changed.isWaiting()
                            ? "Sent for approval; we will mail you. Until then nothing changes."
                            : "The plan is in force.");
            return Redirect.to("/apps/" + id + "/access");
        } catch (Refused refused) {
            return Answer.refused(page(app, form.refused(new Refused(null, refused.getMessage()))));
        }
    }

    @POST
    @Path("{registration}/leave")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response leave(@PathParam("id") UUID id, @PathParam("registration") UUID registrationId) {
        Application app = owned(id);
        try {
            registrations.leave(app, registrationId);
            flash.success("“" + app.name + "” is no longer registered there.");
            return Redirect.to("/apps/" + id + "/access");
        } catch (Refused refused) {
            return Answer.refused(page(app, Form.empty().refused(refused)));
        }
    }

    private Application owned(UUID id) {
        return applications.owned(viewer.developerId(), id);
    }

    private TemplateInstance page(Application app, Form form) {
        return Templates.access(app, accesses.choices(app.id), form);
    }
}
