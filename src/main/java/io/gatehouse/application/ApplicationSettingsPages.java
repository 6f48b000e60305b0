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
import java.util.UUID;

/** Renaming an application, and its end. */
@Path("/apps/{id}/settings")
@RolesAllowed("developer")
@Produces(MediaType.TEXT_HTML)
public class ApplicationSettingsPages {
    private final Applications applications;
    private final Viewer viewer;
    private final Flash flash;

    ApplicationSettingsPages(Applications applications, Viewer viewer, Flash flash) {
        this.applications = applications;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "apps", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance settings(Application app, Form form, Form ending);
    }

    @GET
    public TemplateInstance show(@PathParam("id") UUID id) {
        Application app = owned(id);
        return Templates.settings(app, formOf(app), Form.empty());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        Application app = owned(id);
        Form form = Form.of(typed);
        try {
            applications.change(viewer.developerId(), id, form.value("name"), form.value("description"));
            flash.success("Saved.");
            return Redirect.to("/apps/" + id + "/settings");
        } catch (Refused refused) {
            return Answer.refused(Templates.settings(app, form.refused(refused), Form.empty()));
        }
    }

    @POST
    @Path("delete")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response delete(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        Application app = owned(id);
        Form form = Form.of(typed);
        if (!form.value("confirm").strip().equals(app.name))
            return Answer.refused(
                    Templates.settings(app, formOf(app), form.error("confirm", "Type the name exactly: " + app.name)));
        applications.delete(viewer.developerId(), id);
        flash.success("“" + app.name + "” is deleted. Its keys open nothing any more.");
        return Redirect.to("/apps");
    }

    private Application owned(UUID id) {
        return applications.owned(viewer.developerId(), id);
    }

    private static Form formOf(Application app) {
        return Form.empty().with("name", app.name).with("description", app.description);
    }
}
