package io.gatehouse.console;

import io.gatehouse.application.ApplicationCards;
import io.gatehouse.application.Applications;
import io.gatehouse.identity.AccountKind;
import io.gatehouse.identity.Accounts;
import io.gatehouse.identity.Developer;
import io.gatehouse.identity.LoginSession;
import io.gatehouse.identity.PasswordResets;
import io.gatehouse.identity.Sessions;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.Paging;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The people with an account on the portal, and what an operator decides about them. */
@Path("/console/developers")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
public class DeveloperPages {
    private static final int LATEST = 10;

    private final DeveloperDirectory directory;
    private final Accounts accounts;
    private final PasswordResets resets;
    private final Sessions sessions;
    private final Applications applications;
    private final ApplicationCards cards;
    private final AuditTrail trail;
    private final Flash flash;

    DeveloperPages(
            DeveloperDirectory directory,
            Accounts accounts,
            PasswordResets resets,
            Sessions sessions,
            Applications applications,
            ApplicationCards cards,
            AuditTrail trail,
            Flash flash) {
        this.directory = directory;
        this.accounts = accounts;
        this.resets = resets;
        this.sessions = sessions;
        this.applications = applications;
        this.cards = cards;
        this.trail = trail;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance developers(
                Paging<DeveloperDirectory.Entry> developers, List<Developer.State> states, Filters filters);

        static native TemplateInstance developer(
                Developer developer,
                List<ApplicationCards.Card> cards,
                List<LoginSession> sessions,
                List<AuditTrail.Line> latest,
                Form form);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Filters filters =
                Filters.of("/console/developers", address, "q", "state").only("state", Developer.State.class);
        return Templates.developers(directory.page(filters), List.of(Developer.State.values()), filters);
    }

    @GET
    @Path("{id}")
    public TemplateInstance one(@PathParam("id") UUID id) {
        return page(id, Form.empty());
    }

    @POST
    @Path("{id}/approve")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response approve(@PathParam("id") UUID id) {
        return act(id, Form.empty(), "Approved. A mail says so.", () -> accounts.approve(id));
    }

    @POST
    @Path("{id}/reject")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response reject(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        return act(id, form, "Rejected. A mail says why.", () -> accounts.reject(id, form.value("reason")));
    }

    @POST
    @Path("{id}/suspend")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response suspend(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        return act(
                id,
                form,
                "Suspended. Every key of this developer has stopped.",
                () -> accounts.suspend(id, form.value("reason")));
    }

    @POST
    @Path("{id}/reinstate")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response reinstate(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        return act(
                id,
                form,
                "Approved. The keys work, and a mail says so.",
                () -> accounts.reinstate(id, form.value("reason")));
    }

    @POST
    @Path("{id}/reset-link")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response resetLink(@PathParam("id") UUID id) {
        return resets.handOut(id).page();
    }

    private Response act(UUID id, Form form, String done, Runnable deed) {
        try {
            deed.run();
            flash.success(done);
            return Redirect.to("/console/developers/" + id);
        } catch (Refused refused) {
            return Answer.refused(page(id, form.refused(refused).errorAt("reason", form.value("box"))));
        }
    }

    private TemplateInstance page(UUID id, Form form) {
        return Templates.developer(
                accounts.any(id),
                cards.of(applications.of(id)),
                sessions.of(AccountKind.DEVELOPER, id),
                trail.of(Map.of("developer", List.of(id)), LATEST),
                form);
    }
}
