package io.gatehouse.console;

import io.gatehouse.application.Plans;
import io.gatehouse.catalog.Catalog;
import io.gatehouse.controlplane.GroupAccess;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.controlplane.Serving.RoutePath;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How the gateway serves a version, and on which plans. */
@Path("/console/versions/{id}/gateway")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class VersionGatewayPages {
    private static final String SECRET = "upstreamAuthorization";

    private final VersionHead.Heads heads;
    private final ServedVersions served;
    private final Publishing publishing;
    private final Plans plans;
    private final Landscape.Landscapes landscapes;
    private final SentForm sent;
    private final ChosenGroup chosen;
    private final GroupAccess access;
    private final Catalog catalog;
    private final Flash flash;

    VersionGatewayPages(
            VersionHead.Heads heads,
            ServedVersions served,
            Publishing publishing,
            Plans plans,
            Landscape.Landscapes landscapes,
            SentForm sent,
            ChosenGroup chosen,
            GroupAccess access,
            Catalog catalog,
            Flash flash) {
        this.heads = heads;
        this.served = served;
        this.publishing = publishing;
        this.plans = plans;
        this.landscapes = landscapes;
        this.sent = sent;
        this.chosen = chosen;
        this.access = access;
        this.catalog = catalog;
        this.flash = flash;
    }

    /** @param secretKept typed before the form was refused */
    public record Page(
            List<PlanChoice> plans,
            List<PublishForm.RouteRow> routes,
            String proxyUrl,
            List<Overlaps.Overlap> overlaps,
            boolean secretKept,
            boolean secretStored) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance versionGateway(VersionHead version, Page page, Form form);
    }

    @GET
    public TemplateInstance show(UUID id) {
        VersionHead head = heads.any(id);
        return page(head, stored(head));
    }

    @POST
    public Response change(UUID id, MultivaluedMap<String, String> typed) {
        VersionHead head = heads.any(id);
        Form form = sent.keeping(Form.of(typed), SECRET);
        if (form.value("do").equals("add-route"))
            return Response.ok(page(head, PublishForm.withOneMoreRoute(form))).build();
        try {
            // What is stored comes back hidden, and hidden it is kept.
            Optional<String> stored = form.has("dropAuthorization", "true")
                    ? Optional.empty()
                    : served.of(id).flatMap(Serving::upstreamAuthorization);
            Optional<String> secret = sent.secret(form, SECRET).or(() -> stored);
            Serving serving = PublishForm.serving(form, secret).orElseThrow();
            String group = form.value("runtimeGroup");
            UUID groupId = group.isEmpty() ? head.runtimeGroupId() : access.any(group).id;
            publishing.serve(id, groupId, serving, PublishForm.plans(form));
            sent.forget(form);
            flash.success("Saved. The gateway serves it so from now on.");
            return Redirect.to("/console/versions/" + id + "/gateway");
        } catch (Refused refused) {
            return Answer.refused(page(head, form.refused(refused)));
        } catch (InvalidConfig invalid) {
            return Answer.refused(page(head, form.error("routes", Problems.inWords(invalid))));
        }
    }

    private Form stored(VersionHead head) {
        Form form = Form.empty()
                .with("runtimeGroup", chosen.name())
                .with(
                        "plans",
                        plans.offeredBy(head.id()).stream()
                                .map(plan -> plan.id.toString())
                                .toList());
        Optional<Serving> serving = served.of(head.id());
        if (serving.isEmpty()) {
            String server = heads.summary(head).servers().stream()
                    .filter(ServiceForm::isAddress)
                    .findFirst()
                    .orElse("");
            return form.with("upstreamUrl", server).with("path", List.of("/" + head.apiSlug()));
        }
        List<RoutePath> routes = serving.get().routes();
        return form.with("upstreamUrl", serving.get().upstreamUrl())
                .with("path", routes.stream().map(RoutePath::path).toList())
                .with(
                        "methods",
                        routes.stream()
                                .map(route -> Typed.joined(route.methods()))
                                .toList());
    }

    private TemplateInstance page(VersionHead head, Form form) {
        boolean secretStored =
                served.of(head.id()).flatMap(Serving::upstreamAuthorization).isPresent();
        Page page = new Page(
                plans.all().stream().map(PlanChoice::of).toList(),
                PublishForm.routes(form),
                catalog.gatewayUrl(head.runtimeGroupId()),
                landscapes.now().overlaps(head.serviceName()),
                sent.secret(form, SECRET).isPresent(),
                secretStored);
        return Templates.versionGateway(head, page, form);
    }
}
