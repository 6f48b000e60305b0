package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    private final ChosenGroup chosen;
    private final Flash flash;

    RoutePages(Landscape.Landscapes landscapes, ChosenGroup chosen, Flash flash) {
        this.landscapes = landscapes;
        this.chosen = chosen;
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

        static native TemplateInstance route(
                Row route, List<Named> services, List<PluginRow> plugins, List<Overlaps.Overlap> overlaps, Form form);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Landscape around = landscapes.now();
        Filters filters =
                Filters.of(chosen.at() + "/routes", address, "q", "service").only("service", around::hasService);
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
        return fresh(RouteForm.blank(service == null ? "" : service));
    }

    @POST
    @Path("new")
    public Response create(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            UUID id = UUID.randomUUID();
            ObjectNode document = RouteForm.document(form, JsonNodeFactory.instance.objectNode());
            refuseTwin(id, document);
            chosen.store().put(Kind.ROUTES, id, document);
            flash.success("The route exists. Calls that fit it go to its service now.");
            return Redirect.to(chosen.at() + "/routes/" + id);
        } catch (InvalidConfig invalid) {
            return Answer.refused(fresh(Problems.shown(form, RouteForm.atItsFields(invalid), FIELDS)));
        } catch (Refused refused) {
            return Answer.refused(fresh(form.refused(refused)));
        }
    }

    private TemplateInstance fresh(Form form) {
        Landscape around = landscapes.now();
        return Templates.route(
                null, around.serviceChoices(), List.of(), overlaps(UUID.randomUUID(), form, around), form);
    }

    /** What the route would do to others, as it stands in the form. */
    private static List<Overlaps.Overlap> overlaps(UUID id, Form form, Landscape around) {
        return RouteForm.route(id, RouteForm.document(form, JsonNodeFactory.instance.objectNode()))
                .map(route -> Overlaps.of(List.of(route), around))
                .orElse(List.of());
    }

    private void refuseTwin(UUID id, ObjectNode document) {
        Landscape around = landscapes.now();
        RouteForm.route(id, document)
                .flatMap(route -> Overlaps.twin(route, around))
                .ifPresent(twin -> {
                    throw new Refused(
                            "paths",
                            "“" + Landscape.title(twin) + "” takes exactly these calls already. Change that route, or"
                                    + " let this one differ in a path, a host or a method.");
                });
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
            ObjectNode document = RouteForm.document(form, stored.body());
            refuseTwin(stored.id(), document);
            chosen.store().put(Kind.ROUTES, stored.id(), document, Versioned.of(form));
            flash.success("Saved. The gateway uses it now.");
            return Redirect.to(chosen.at() + "/routes/" + stored.id());
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
            chosen.store().delete(Kind.ROUTES, stored.id());
            flash.success("The route is deleted.");
            return Redirect.to(chosen.at() + "/routes");
        } catch (InvalidConfig invalid) {
            flash.problem(Problems.inWords(invalid));
            return Redirect.to(chosen.at() + "/routes/" + stored.id());
        }
    }

    private TemplateInstance page(Stored stored, Form form) {
        Landscape around = landscapes.now();
        Route route = around.routes().get(stored.id());
        return Templates.route(
                Row.of(route, around),
                around.serviceChoices(),
                PluginRow.of(around, plugin -> Landscape.points(plugin.route(), route.id())),
                form.isRefused() ? overlaps(route.id(), form, around) : Overlaps.of(List.of(route), around),
                form);
    }

    private Stored any(String id) {
        return chosen.store().find(Kind.ROUTES, id).orElseThrow(NotFound::new);
    }
}
