package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Paging;
import io.gatehouse.web.Redirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** The plugins that are switched on, and for what. */
@Path("/console/plugins")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class PluginPages {
    private static final List<ScopeChoice> SCOPES = List.of(
            new ScopeChoice("global", "Everything"),
            new ScopeChoice("service", "A service"),
            new ScopeChoice("route", "A route"),
            new ScopeChoice("group", "A consumer group"),
            new ScopeChoice("consumer", "A consumer"));

    private final Landscape.Landscapes landscapes;
    private final ChosenGroup chosen;
    private final Flash flash;

    PluginPages(Landscape.Landscapes landscapes, ChosenGroup chosen, Flash flash) {
        this.landscapes = landscapes;
        this.chosen = chosen;
        this.flash = flash;
    }

    public record ScopeChoice(String key, String title) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance plugins(
                Paging<PluginRow> paging, List<ScopeChoice> scopes, List<Named> services, Filters filters);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Landscape around = landscapes.now();
        Filters filters = Filters.of(
                        chosen.at() + "/plugins", address, "q", "scope", "service", "route", "group", "origin")
                .only(
                        "scope",
                        scope -> SCOPES.stream().anyMatch(choice -> choice.key().equals(scope)))
                .only("service", around::hasService)
                .only("origin", Set.of("operator", "portal")::contains);
        List<PluginRow> matching = PluginRow.of(around, plugin -> fits(filters, plugin)).stream()
                .filter(row -> filters.value("scope").isEmpty() || filters.has("scope", row.kind()))
                .filter(row -> filters.value("origin").isEmpty() || filters.has("origin", "portal") == row.derived())
                .filter(row -> filters.finds(row.name(), row.instanceName(), row.place(), row.effect()))
                .toList();
        return Templates.plugins(Paging.of(matching, filters.page()), SCOPES, around.serviceChoices(), filters);
    }

    private static boolean fits(Filters filters, PluginConfig plugin) {
        return points(filters.value("service"), plugin.service())
                && points(filters.value("route"), plugin.route())
                && points(filters.value("group"), plugin.consumerGroup());
    }

    private static boolean points(String wanted, Ref ref) {
        return wanted.isEmpty() || ref != null && ref.id().toString().equals(wanted);
    }

    @POST
    @Path("{id}/enable")
    public Response enable(UUID id, @RestQuery String back) {
        return turn(id, true, back);
    }

    @POST
    @Path("{id}/disable")
    public Response disable(UUID id, @RestQuery String back) {
        return turn(id, false, back);
    }

    private Response turn(UUID id, boolean on, String back) {
        Stored stored = any(id);
        ObjectNode document = stored.body().deepCopy().put("enabled", on);
        try {
            chosen.store().put(Kind.PLUGINS, id, document);
            flash.success(document.path("name").asText() + (on ? " is switched on." : " is switched off."));
        } catch (InvalidConfig invalid) {
            flash.problem(Problems.inWords(invalid));
        }
        return Redirect.to(Redirect.ownPath(back, chosen.at() + "/plugins"));
    }

    @POST
    @Path("{id}/delete")
    public Response delete(UUID id) {
        Stored stored = any(id);
        try {
            chosen.store().delete(Kind.PLUGINS, id);
            flash.success("The plugin " + stored.body().path("name").asText() + " is deleted.");
            return Redirect.to(chosen.at() + "/plugins");
        } catch (InvalidConfig invalid) {
            flash.problem(Problems.inWords(invalid));
            return Redirect.to(chosen.at() + "/plugins/" + id);
        }
    }

    private Stored any(UUID id) {
        return chosen.store().find(Kind.PLUGINS, id.toString()).orElseThrow(NotFound::new);
    }
}
