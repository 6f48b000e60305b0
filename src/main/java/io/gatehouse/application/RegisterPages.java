package io.gatehouse.application;

import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.Audience;
import io.gatehouse.catalog.Catalog;
import io.gatehouse.identity.Viewer;
import io.gatehouse.web.Answer;
import io.gatehouse.web.Checks;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.NotFound;
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
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;

/** From an API to a key on one page: which application, which plan. */
@Path("/apis/{api}/{version}/register")
@RolesAllowed("developer")
@Produces(MediaType.TEXT_HTML)
public class RegisterPages {
    /** Chosen in place of an application: make a new one. */
    static final String NEW = "new";

    private final Catalog catalog;
    private final Plans plans;
    private final Applications applications;
    private final Accesses accesses;
    private final AccessRequests requests;
    private final KeyPages keyPages;
    private final Viewer viewer;
    private final Flash flash;

    RegisterPages(
            Catalog catalog,
            Plans plans,
            Applications applications,
            Accesses accesses,
            AccessRequests requests,
            KeyPages keyPages,
            Viewer viewer,
            Flash flash) {
        this.catalog = catalog;
        this.plans = plans;
        this.applications = applications;
        this.accesses = accesses;
        this.requests = requests;
        this.keyPages = keyPages;
        this.viewer = viewer;
        this.flash = flash;
    }

    @CheckedTemplate(basePath = "apps", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance register(
                ApiVersion version, List<Plan> plans, List<Candidate> candidates, Form form);
    }

    /** An application that could be registered, or is already. */
    record Candidate(Application application, boolean registered) {}

    @GET
    public TemplateInstance ask(
            @PathParam("api") String api,
            @PathParam("version") String label,
            @RestQuery String app,
            @RestQuery String plan) {
        ApiVersion version = open(api, label);
        List<Candidate> candidates = candidates(version);
        List<Plan> offered = plans.offeredBy(version.id);
        String firstApp = candidates.stream()
                .filter(candidate -> !candidate.registered)
                .map(candidate -> candidate.application.id.toString())
                .findFirst()
                .orElse(NEW);
        String firstPlan = offered.isEmpty() ? "" : offered.get(0).id.toString();
        Form form = Form.empty()
                .with("application", app == null ? firstApp : app)
                .with("plan", plan == null ? firstPlan : plan)
                .with(KeyLifetime.FIELD, KeyLifetime.PRESELECTED);
        return Templates.register(version, offered, candidates, form);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response register(
            @PathParam("api") String api, @PathParam("version") String label, MultivaluedMap<String, String> typed) {
        ApiVersion version = open(api, label);
        Form form = Form.of(typed);
        try {
            return done(version, requests.submit(viewer.developerId(), read(version, form)));
        } catch (Refused refused) {
            return Answer.refused(Templates.register(
                    version, plans.offeredBy(version.id), candidates(version), form.refused(refused)));
        }
    }

    private Response done(ApiVersion version, AccessRequests.Outcome outcome) {
        Application app = outcome.application();
        if (outcome.key() != null) return keyPages.created(app, outcome.key());
        String name = "“" + app.name + "”";
        String target = version.api.name + " " + version.label;
        flash.success(
                outcome.approved()
                        ? name + " may call " + target + " from now on, with the keys that it has."
                        : "Sent for approval; we will mail you. Then " + name + " may call " + target + ".");
        return Redirect.to("/apps/" + app.id + "/access");
    }

    private AccessRequests.Request read(ApiVersion version, Form form) {
        Checks checks = new Checks();
        boolean fresh = form.value("application").equals(NEW);
        UUID id = form.id("application").orElse(null);
        if (fresh) checks.that(() -> Applications.freeName(viewer.developerId(), null, form.value("name")));
        else if (id == null) checks.refuse("application", "Choose an app.");
        UUID plan = form.id("plan").orElse(null);
        if (plan == null) checks.refuse("plan", "Choose a plan.");
        Duration lifetime = checks.value(() -> KeyLifetime.of(withExpiry(form)));
        checks.orRefuse();
        return new AccessRequests.Request(version, plan, id, fresh ? form.value("name") : "", lifetime);
    }

    /** Where nothing was said, a key ends as it would by the page's own choice. */
    private static Form withExpiry(Form form) {
        return form.values(KeyLifetime.FIELD).isEmpty() ? form.with(KeyLifetime.FIELD, KeyLifetime.PRESELECTED) : form;
    }

    /** A draft and a retired version have no door. */
    private ApiVersion open(String api, String label) {
        ApiVersion version = catalog.version(api, label, Audience.DEVELOPER);
        if (!version.isOffered()) throw new NotFound();
        return version;
    }

    private List<Candidate> candidates(ApiVersion version) {
        Set<UUID> registered = accesses.registered(viewer.developerId(), version.id).stream()
                .map(Accesses.Registered::applicationId)
                .collect(Collectors.toSet());
        return applications.of(viewer.developerId()).stream()
                .map(application -> new Candidate(application, registered.contains(application.id)))
                .toList();
    }
}
