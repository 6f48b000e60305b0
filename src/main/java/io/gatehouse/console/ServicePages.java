package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Redirect;
import io.gatehouse.web.Refused;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The services: what the gateway proxies to. */
@Path("/console/services")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class ServicePages {
    private static final String SECRET = "upstreamAuthorization";
    private static final Set<String> FIELDS = Set.of(
            "name", "url", SECRET, "connect_timeout", "write_timeout", "read_timeout", "retries", "enabled", "tags");

    private final Landscape.Landscapes landscapes;
    private final ServiceEditor editor;
    private final ChosenGroup chosen;
    private final SentForm sent;
    private final Flash flash;

    ServicePages(
            Landscape.Landscapes landscapes, ServiceEditor editor, ChosenGroup chosen, SentForm sent, Flash flash) {
        this.landscapes = landscapes;
        this.editor = editor;
        this.chosen = chosen;
        this.sent = sent;
        this.flash = flash;
    }

    public record Row(UUID id, String name, String url, boolean enabled, Named serves, long routes, long plugins) {
        static Row of(Service service, Landscape around) {
            return new Row(
                    service.id(),
                    Landscape.title(service),
                    ServiceForm.address(service),
                    service.enabled(),
                    around.serves(service),
                    around.routesOf(service.id()).size(),
                    around.pluginsWith(plugin -> plugin.service(), service.id()));
        }
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance services(Paging<Row> paging, Filters filters);

        static native TemplateInstance service(
                Row service,
                List<RoutePages.Row> routes,
                List<PluginRow> plugins,
                boolean secretStored,
                boolean secretKept,
                Form form);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Filters filters = Filters.of(chosen.at() + "/services", address, "q", "state")
                .only("state", Set.of("on", "off")::contains);
        Landscape around = landscapes.now();
        List<Service> matching = around.services().values().stream()
                .filter(service ->
                        filters.finds(service.name(), ServiceForm.address(service), Typed.joined(service.tags())))
                .filter(service -> filters.value("state").isEmpty() || filters.has("state", "on") == service.enabled())
                .sorted(Comparator.comparing(Landscape::title, String.CASE_INSENSITIVE_ORDER))
                .toList();
        return Templates.services(Paging.of(matching, filters.page()).map(service -> Row.of(service, around)), filters);
    }

    @GET
    @Path("new")
    public TemplateInstance blank() {
        return Templates.service(null, List.of(), List.of(), false, false, ServiceForm.blank());
    }

    @POST
    @Path("new")
    public Response create(MultivaluedMap<String, String> typed) {
        Form form = sent.keeping(Form.of(typed), SECRET);
        try {
            UUID id = editor.create(
                    ServiceForm.document(form, JsonNodeFactory.instance.objectNode()), sent.secret(form, SECRET));
            sent.forget(form);
            flash.success("The service exists. Give it a route, so that calls reach it.");
            return Redirect.to(chosen.at() + "/services/" + id);
        } catch (InvalidConfig invalid) {
            return Answer.refused(Templates.service(
                    null, List.of(), List.of(), false, sent.secret(form, SECRET).isPresent(), refused(form, invalid)));
        }
    }

    @GET
    @Path("{id}")
    public TemplateInstance edit(String id) {
        Stored stored = any(id);
        return page(
                stored,
                ServiceForm.of(Landscape.entity(Kind.SERVICES, stored)).with(Versioned.FIELD, stored.version()));
    }

    @POST
    @Path("{id}")
    public Response change(String id, MultivaluedMap<String, String> typed) {
        Stored stored = any(id);
        Form form = sent.keeping(Form.of(typed), SECRET);
        try {
            editor.change(
                    stored.id(),
                    ServiceForm.document(form, stored.body()),
                    Versioned.of(form),
                    sent.secret(form, SECRET),
                    form.has("dropAuthorization", "true"));
            sent.forget(form);
            flash.success("Saved. The gateway uses it now.");
            return Redirect.to(chosen.at() + "/services/" + stored.id());
        } catch (InvalidConfig invalid) {
            return Answer.refused(page(stored, refused(form, invalid)));
        } catch (Refused refused) {
            return Answer.refused(page(stored, form.refused(refused)));
        }
    }

    @POST
    @Path("{id}/delete")
    public Response delete(String id) {
        Stored stored = any(id);
        try {
            chosen.store().delete(Kind.SERVICES, stored.id());
            flash.success("The service is deleted.");
            return Redirect.to(chosen.at() + "/services");
        } catch (InvalidConfig invalid) {
            flash.problem(Problems.inWords(invalid));
            return Redirect.to(chosen.at() + "/services/" + stored.id());
        }
    }

    private static Form refused(Form form, InvalidConfig invalid) {
        Form shown = ServiceForm.isAddress(form.value("url"))
                ? form
                : form.error("url", "Give a full address, such as “https://api.example.com/v1”.");
        return Problems.shown(shown, ServiceForm.atItsFields(invalid), FIELDS);
    }

    private TemplateInstance page(Stored stored, Form form) {
        Landscape around = landscapes.now();
        Service service = around.services().get(stored.id());
        return Templates.service(
                Row.of(service, around),
                around.routesOf(service.id()).stream()
                        .map(route -> RoutePages.Row.of(route, around))
                        .toList(),
                PluginRow.of(around, plugin -> Landscape.points(plugin.service(), service.id())),
                editor.hasSecret(service.id()),
                sent.secret(form, SECRET).isPresent(),
                form);
    }

    private Stored any(String id) {
        return chosen.store().find(Kind.SERVICES, id).orElseThrow(NotFound::new);
    }
}
