package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Route;
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
import org.jboss.resteasy.reactive.RestQuery;

/** The routes: the ways into services. */
@Path("/console/routes")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class RoutePages {
    private static final Set<String> FIELDS =
            Set.of("name", "service", "paths", "hosts", "methods", "protocols", "strip_path", "preserve_host", "tags");

    private final Landscape.Landscapes landscapes;
    private final ConfigStore store;
    private final Flash flash;

    RoutePages(Landscape.Landscapes landscapes, ConfigStore store, Flash flash) {
        this.landscapes = landscapes;
        this.store = store;
        this.flash = flash;
    }

    public record Row(UUID id, String title, String methods, String paths, String hosts, Named service, long plugins) {
        static Row of(Route route, Landscape around) {
            return new Row(
                    route.id(),
                    Landscape.title(route),
                    route.methods() == null || route.methods().isEmpty()
                            ? "all methods"
                            : Typed.joined(route.methods()),
                    Typed.joined(route.paths()),
                    Typed.joined(route.hosts()),
                    around.service(route.service()),
                    around.pluginsWith(plugin -> plugin.route(), route.id()));
        }
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance routes(Paging<Row> paging, List<Named> services, Filters filters);

        static native TemplateInstance route(Row route, List<Named> services, List<PluginRow> plugins, Form form);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Filters filters = Filters.of("/console/routes", address, "q", "service");
        Landscape around = landscapes.now();
        List<Route> matching = around.routes().values().stream()
                .filter(route -> filters.finds(
                        route.name(),
                        Typed.joined(route.paths()),
                        Typed.joined(route.hosts()),
                        Typed.joined(route.tags())))
                .filter(route -> filters.value("service").isEmpty()
                        || route.service() != null
                                && filters.has("service", route.service().id().toString()))
                .sorted(Comparator.comparing(Landscape::title, String.CASE_INSENSITIVE_ORDER))
                .toList();
        return Templates.routes(
                Paging.of(matching, filters.page()).map(route -> Row.of(route, around)),
                around.serviceChoices(),
                filters);
    }

    @GET
    @Path("new")
    public TemplateInstance blank(@RestQuery String service) {
        return Templates.route(
                null, landscapes.now().serviceChoices(), List.of(), RouteForm.blank(service == null ? "" : service));
    }

    @POST
    @Path("new")
    public Response create(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            UUID id = UUID.randomUUID();
            store.put(Kind.ROUTES, id, RouteForm.document(form, JsonNodeFactory.instance.objectNode()));
            flash.success("The route exists. Calls that fit it go to its service now.");
            return Redirect.to("/console/routes/" + id);
        } catch (InvalidConfig invalid) {
            return Answer.refused(Templates.route(
                    null,
                    landscapes.now().serviceChoices(),
                    List.of(),
                    Problems.shown(form, RouteForm.atItsFields(invalid), FIELDS)));
        }
    }

    @GET
    @Path("{id}")
    public TemplateInstance edit(String id) {
        Stored stored = any(id);
        return page(
                stored, RouteForm.of(Landscape.entity(Kind.ROUTES, stored)).with(Versioned.FIELD, stored.version()));
    }

    @POST
    @Path("{id}")
    public Response change(String id, MultivaluedMap<String, String> typed) {
        Stored stored = any(id);
        Form form = Form.of(typed);
        try {
            store.put(Kind.ROUTES, stored.id(), RouteForm.document(form, stored.body()), Versioned.of(form));
            flash.success("Saved. The gateway uses it now.");
            return Redirect.to("/console/routes/" + stored.id());
        } catch (InvalidConfig invalid) {
            return Answer.refused(page(stored, Problems.shown(form, RouteForm.atItsFields(invalid), FIELDS)));
        } catch (Refused refused) {
            return Answer.refused(page(stored, form.refused(refused)));
        }
    }

    @POST
    @Path("{id}/delete")
    public Response delete(String id) {
        Stored stored = any(id);
        try {
            store.delete(Kind.ROUTES, stored.id());
            flash.success("The route is deleted.");
            return Redirect.to("/console/routes");
        } catch (InvalidConfig invalid) {
            flash.problem(Problems.inWords(invalid));
            return Redirect.to("/console/routes/" + stored.id());
        }
    }

    private TemplateInstance page(Stored stored, Form form) {
        Landscape around = landscapes.now();
        Route route = around.routes().get(stored.id());
        return Templates.route(
                Row.of(route, around),
                around.serviceChoices(),
                PluginRow.of(around, plugin -> Landscape.points(plugin.route(), route.id())),
                form);
    }

    private Stored any(String id) {
        return store.find(Kind.ROUTES, id).orElseThrow(NotFound::new);
    }
}
