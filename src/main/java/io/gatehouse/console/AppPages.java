package io.gatehouse.console;

import io.gatehouse.application.ApiKey;
import io.gatehouse.application.Application;
import io.gatehouse.application.ApplicationCards;
import io.gatehouse.application.Applications;
import io.gatehouse.application.Credentials;
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
import java.util.UUID;
import java.util.function.UnaryOperator;

/** All applications: who owns them, what they may call, whether they run. */
@Path("/console/apps")
@RolesAllowed("operator")
@Produces(MediaType.TEXT_HTML)
public class AppPages {
    private final AppDirectory directory;
    private final Applications applications;
    private final Credentials credentials;
    private final AppDetail detail;
    private final Flash flash;

    AppPages(
            AppDirectory directory, Applications applications, Credentials credentials, AppDetail detail, Flash flash) {
        this.directory = directory;
        this.applications = applications;
        this.credentials = credentials;
        this.detail = detail;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance apps(Paging<ApplicationCards.Card> cards, Filters filters);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Filters filters = Filters.of("/console/apps", address, "q", "state").only("state", Application.State.class);
        return Templates.apps(directory.page(filters), filters);
    }

    @GET
    @Path("{id}")
    public TemplateInstance one(@PathParam("id") UUID id) {
        return detail.page(id, Form.empty());
    }

    @POST
    @Path("{id}/suspend")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response suspend(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        return act(id, typed, reason -> {
            applications.suspend(id, reason);
            return "The app is suspended. Its keys open nothing until it is reinstated, and a mail says so.";
        });
    }

    @POST
    @Path("{id}/reinstate")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response reinstate(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        return act(id, typed, reason -> {
            applications.reinstate(id, reason);
            return "The app is active again, and its keys work. A mail says so.";
        });
    }

    @POST
    @Path("{id}/keys/{key}/revoke")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response revoke(
            @PathParam("id") UUID id, @PathParam("key") UUID keyId, MultivaluedMap<String, String> typed) {
        UUID known = credentials.one(applications.any(id).id, keyId).id;
        return act(id, typed, reason -> revoked(credentials.revoke(known, reason)));
    }

    static String revoked(ApiKey key) {
        return "The key “" + key.name + "” is revoked and opens nothing any more. A mail says so.";
    }

    /** @param deed takes the reason that was typed, and says what is done */
    private Response act(UUID id, MultivaluedMap<String, String> typed, UnaryOperator<String> deed) {
        Form form = Form.of(typed);
        try {
            flash.success(deed.apply(form.value("reason")));
            return back(id);
        } catch (Refused refused) {
            return Answer.refused(detail.page(id, form.refused(refused).errorAt("reason", form.value("box"))));
        }
    }

    private static Response back(UUID id) {
        return Redirect.to("/console/apps/" + id);
    }
}
