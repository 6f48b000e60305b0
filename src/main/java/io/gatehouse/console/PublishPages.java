package io.gatehouse.console;

import io.gatehouse.application.Plans;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.Catalog;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.catalog.spec.SpecResult;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Serving;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** One page from a spec to an API that developers can call. Every button sends the whole form, and the whole form comes back. */
@Path("/console/publish")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class PublishPages {
    private static final String SECRET = "upstreamAuthorization";

    private final Publishing publishing;
    private final Publisher publisher;
    private final Plans plans;
    private final Landscape.Landscapes landscapes;
    private final SentForm sent;
    private final ChosenGroup chosen;
    private final ApiRows apis;
    private final Catalog catalog;
    private final Flash flash;

    PublishPages(
            Publishing publishing,
            Publisher publisher,
            Plans plans,
            Landscape.Landscapes landscapes,
            SentForm sent,
            ChosenGroup chosen,
            ApiRows apis,
            Catalog catalog,
            Flash flash) {
        this.publishing = publishing;
        this.publisher = publisher;
        this.plans = plans;
        this.landscapes = landscapes;
        this.sent = sent;
        this.chosen = chosen;
        this.apis = apis;
        this.catalog = catalog;
        this.flash = flash;
    }

    /**
     * What the page shows beside the form.
     *
     * @param joined the API that gets one version more, or null
     * @param check what was found in the spec, or null before the first look
     * @param allTheSame whether the serious remarks are shown, so that publishing confirms them
     */
    public record Page(
            Api joined,
            SpecCheck check,
            List<PlanChoice> plans,
            List<PublishForm.RouteRow> routes,
            String proxyUrl,
            List<Overlaps.Overlap> overlaps,
            boolean secretKept,
            boolean allTheSame) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance publish(Page page, Form form);
    }

    @GET
    public TemplateInstance blank(@RestQuery String api) {
        chosen.choose(chosen.first());
        Form form = Form.empty()
                .with("visibility", Api.Visibility.PUBLIC)
                .with("api", joined(api) == null ? "" : api)
                .with("runtimeGroup", chosen.first())
                .with(
                        "plans",
                        plans.all().stream().map(plan -> plan.id.toString()).toList());
        return page(form, null);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response send(MultipartFormDataInput input) {
        Form form = sent.keeping(sent.read(input), SECRET);
        chosen.choose(form.value("runtimeGroup").isEmpty() ? chosen.first() : form.value("runtimeGroup"));
        if (form.isRefused()) return Answer.refused(page(form, null));
        SpecSource source = null;
        try {
            source = sent.spec(form);
            return switch (form.value("do")) {
                case "publish" -> create(form, source, true);
                case "draft" -> create(form, source, false);
                case "check" -> check(form, source);
                case "add-route" ->
                    Response.ok(page(PublishForm.withOneMoreRoute(form), look(source)))
                            .build();
                default -> Response.ok(looked(form, source)).build();
            };
        } catch (Refused refused) {
            return Answer.refused(page(form.refused(refused), look(source)));
        } catch (InvalidConfig invalid) {
            return Answer.refused(page(form.error("routes", Problems.inWords(invalid)), look(source)));
        }
    }

    private Response create(Form form, SpecSource source, boolean publish) {
        Checks checks = new Checks();
        checks.that(() -> refuseEmpty(source));
        Api.Visibility visibility = checks.value(() -> PublishForm.visibility(form));
        NewVersion version =
                PublishForm.version(form, source.bytes(), joined(form.value("api")), visibility, chosen.group().id);
        checks.that(() -> publisher.check(version));
        boolean gatewayLater = !publish && form.value("upstreamUrl").isBlank();
        Optional<Serving> serving = gatewayLater
                ? Optional.empty()
                : checks.value(() -> PublishForm.serving(form, sent.secret(form, SECRET))
                        .map(how -> publishing.checked(chosen.group().id, how)));
        Set<UUID> planIds = checks.value(() -> PublishForm.plans(form));
        checks.orRefuse();
        SpecCheck found = look(source);
        if (publish && found.asksFirst(form)) return Answer.refused(page(found.asking(form), found));
        UUID id = publishing.create(version, serving, planIds, publish);
        sent.forget(form);
        if (publish)
            Remarks.tell(
                    flash,
                    "Published",
                    "Developers find it in the portal now.",
                    id,
                    found.warnings().size());
        else flash.success("Saved as a draft. Only operators see it.");
        return Redirect.to("/console/versions/" + id);
    }

    private static void refuseEmpty(SpecSource source) {
        if (source.isEmpty()) throw new Refused("source", "Choose a file, or paste the text of your OpenAPI spec.");
    }

    private Response check(Form form, SpecSource source) {
        refuseEmpty(source);
        SpecCheck found = look(source);
        if (found.summary() == null)
            return Answer.refused(
                    page(form.error("source", "This cannot be published yet: see the problems below."), found));
        return Response.ok(page(filled(form, found), found)).build();
    }

    /** The same without a judgement: what the page's script asks for while somebody types. */
    private TemplateInstance looked(Form form, SpecSource source) {
        SpecCheck found = look(source);
        return page(found == null ? form : filled(form, found), found);
    }

    private Form filled(Form form, SpecCheck found) {
        return found.summary() == null ? form : PublishForm.prefilled(form, found.summary(), joined(form.value("api")));
    }

    private SpecCheck look(SpecSource source) {
        if (source == null || source.isEmpty()) return null;
        SpecResult result = publisher.check(source.bytes());
        return SpecCheck.of(result, source.bytes());
    }

    private TemplateInstance page(Form form, SpecCheck check) {
        Page page = new Page(
                joined(form.value("api")),
                check,
                plans.all().stream().map(PlanChoice::of).toList(),
                PublishForm.routes(form),
                catalog.gatewayUrl(chosen.group().id),
                form.has("docsOnly", "true") ? List.of() : Overlaps.of(PublishForm.asRoutes(form), landscapes.now()),
                sent.hasSecret(form),
                check != null && check.isSeen(form));
        return Templates.publish(page, form);
    }

    private Api joined(String slug) {
        if (slug == null || slug.isBlank()) return null;
        return apis.any(Api.<Api>find("slug", slug).firstResultOptional().orElseThrow(NotFound::new).id);
    }
}
