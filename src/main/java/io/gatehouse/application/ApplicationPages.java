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

/** A developer's applications: the list, a new one, and the first page of each. */
@Path("/apps")
@RolesAllowed("developer")
@Produces(MediaType.TEXT_HTML)
public class ApplicationPages {
    private final Applications applications;
    private final ApplicationCards cards;
    private final ApplicationGlance glance;
    private final Viewer viewer;
    private final Flash flash;

    ApplicationPages(
            Applications applications, ApplicationCards cards, ApplicationGlance glance, Viewer viewer, Flash flash) {
        this.applications = applications;
        this.cards = cards;
        this.glance = glance;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "apps", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance list(List<ApplicationCards.Card> cards);

        static native TemplateInstance fresh(Form form);

        static native TemplateInstance overview(Application app, ApplicationGlance.Seen seen);
    }

    @GET
    public TemplateInstance list() {
        return Templates.list(cards.of(viewer.developerId()));
    }

    @GET
    @Path("new")
    public TemplateInstance fresh() {
        return Templates.fresh(Form.empty());
    }

    @POST
    @Path("new")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response create(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            Application app = applications.create(viewer.developerId(), form.value("name"), form.value("description"));
            flash.success("“" + app.name + "” is there. Register it for an API to get its first key.");
            return Redirect.to("/apps/" + app.id);
        } catch (Refused refused) {
            return Answer.refused(Templates.fresh(form.refused(refused)));
        }
    }

    @GET
    @Path("{id}")
    public TemplateInstance overview(@PathParam("id") UUID id) {
        Application app = applications.owned(viewer.developerId(), id);
        return Templates.overview(app, glance.at(app));
    }
}
