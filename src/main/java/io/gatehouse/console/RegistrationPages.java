package io.gatehouse.console;

import io.gatehouse.application.Registration;
import io.gatehouse.application.RegistrationDecisions;
import io.gatehouse.application.Registrations;
import io.gatehouse.identity.Viewer;
import io.gatehouse.rights.Access;
import io.gatehouse.rights.Area;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** What operators do to a registration on the page of its application. */
@Path("/console/registrations/{id}")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
public class RegistrationPages {
    private final Registrations registrations;
    private final RegistrationDecisions decisions;
    private final AppDetail detail;
    private final Access access;
    private final Viewer viewer;
    private final Flash flash;

    RegistrationPages(
            Registrations registrations,
            RegistrationDecisions decisions,
            AppDetail detail,
            Access access,
            Viewer viewer,
            Flash flash) {
        this.registrations = registrations;
        this.decisions = decisions;
        this.detail = detail;
        this.access = access;
        this.viewer = viewer;
        this.flash = flash;
    }

    @POST
    @Path("move")
    public Response move(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        return act(id, typed, "The plan is in force.", (form, operator) -> {
            UUID plan = form.id("plan").orElseThrow(() -> new Refused(null, "Choose a plan."));
            decisions.move(id, plan, operator);
        });
    }

    @POST
    @Path("approve")
    public Response approve(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        return act(
                id, typed, "Approved. The developer gets a mail.", (form, operator) -> decisions.approve(id, operator));
    }

    @POST
    @Path("reinstate")
    public Response reinstate(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        return act(
                id,
                typed,
                "Reinstated. The developer gets a mail.",
                (form, operator) -> decisions.reinstate(id, operator));
    }

    @POST
    @Path("decline")
    public Response decline(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        return act(
                id,
                typed,
                "Declined. The developer gets a mail with the reason.",
                (form, operator) -> decisions.decline(id, form.value("reason"), operator));
    }

    @POST
    @Path("suspend")
    public Response suspend(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        return act(
                id,
                typed,
                "Suspended. The developer gets a mail with the reason.",
                (form, operator) -> decisions.suspend(id, form.value("reason"), operator));
    }

    private interface Deed {
        void by(Form form, String operator);
    }

    private Response act(UUID id, MultivaluedMap<String, String> typed, String done, Deed deed) {
        Registration registration = registrations.any(id);
        if (!access.covers(registration.apiVersion.runtimeGroupId)) throw new NotFound();
        UUID applicationId = registration.application.id;
        // Whoever is not let on the app's page decides in the inbox, and comes back there.
        boolean isOnAppPage = access.now().mayRead(Area.PEOPLE);
        Form form = Form.of(typed);
        try {
            deed.by(form, viewer.operator().orElseThrow().name());
            flash.success(done);
            return Redirect.to(isOnAppPage ? "/console/apps/" + applicationId : "/console/inbox");
        } catch (Refused refused) {
            if (!isOnAppPage) {
                flash.problem(refused.getMessage());
                return Redirect.to("/console/inbox");
            }
            return Answer.refused(
                    detail.page(applicationId, form.refused(refused).errorAt("reason", form.value("box"))));
        }
    }
}
