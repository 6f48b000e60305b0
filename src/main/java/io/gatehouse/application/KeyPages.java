package io.gatehouse.application;

import io.gatehouse.identity.Viewer;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Checks;
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
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The keys of an application. The answer to the form that makes one is the only page that ever holds its secret. */
@Path("/apps/{id}/keys")
@RolesAllowed("developer")
@Produces(MediaType.TEXT_HTML)
public class KeyPages {
    private final Applications applications;
    private final Credentials credentials;
    private final Accesses accesses;
    private final FirstCalls firstCalls;
    private final Traffic traffic;
    private final Viewer viewer;
    private final Flash flash;

    KeyPages(
            Applications applications,
            Credentials credentials,
            Accesses accesses,
            FirstCalls firstCalls,
            Traffic traffic,
            Viewer viewer,
            Flash flash) {
        this.applications = applications;
        this.credentials = credentials;
        this.accesses = accesses;
        this.firstCalls = firstCalls;
        this.traffic = traffic;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "apps", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance keys(Application app, List<ApiKey> keys);

        static native TemplateInstance freshKey(Application app, Form form);

        static native TemplateInstance keyCreated(Application app, Credentials.NewKey key, FirstCalls.Sample sample);

        static native TemplateInstance key(Application app, ApiKey key, Traffic.Call lastCall);
    }

    @GET
    public TemplateInstance list(@PathParam("id") UUID id) {
        return Templates.keys(owned(id), credentials.of(id));
    }

    @GET
    @Path("new")
    public TemplateInstance fresh(@PathParam("id") UUID id) {
        return Templates.freshKey(owned(id), freshForm().with(KeyLifetime.FIELD, KeyLifetime.PRESELECTED));
    }

    @POST
    @Path("new")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response create(@PathParam("id") UUID id, MultivaluedMap<String, String> typed) {
        Application app = owned(id);
        Form form = Form.of(typed);
        try {
            UUID keyId = form.id("key").orElseGet(UUID::randomUUID);
            Checks checks = new Checks();
            checks.that(() -> credentials.check(app, keyId, form.value("name")));
            Duration lifetime = checks.value(() -> KeyLifetime.of(form));
            checks.orRefuse();
            return created(app, credentials.mint(app, keyId, form.value("name"), lifetime));
        } catch (Refused refused) {
            Form again = form.with("key", UUID.randomUUID()).refused(refused);
            return Answer.refused(Templates.freshKey(app, again));
        }
    }

    @GET
    @Path("{key}")
    public TemplateInstance one(@PathParam("id") UUID id, @PathParam("key") UUID keyId) {
        Application app = owned(id);
        return Templates.key(
                app, credentials.one(id, keyId), traffic.lastCall(id, keyId).orElse(null));
    }

    @POST
    @Path("{key}/revoke")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response revoke(@PathParam("id") UUID id, @PathParam("key") UUID keyId) {
        ApiKey key = credentials.revoke(owned(id), keyId);
        flash.success("The key “" + key.name + "” is revoked and opens nothing any more.");
        return Redirect.to("/apps/" + id + "/keys");
    }

    /** The page that shows a new key, with a call to try it on. */
    Response created(Application app, Credentials.NewKey key) {
        FirstCalls.Sample sample =
                firstCalls.with(key.secret(), accesses.of(app.id)).orElse(null);
        return Answer.once(Templates.keyCreated(app, key, sample));
    }

    private Application owned(UUID id) {
        return applications.owned(viewer.developerId(), id);
    }

    /** A form carries the id of the key that it will make, so that it makes one at most. */
    private static Form freshForm() {
        return Form.empty().with("key", UUID.randomUUID());
    }
}
