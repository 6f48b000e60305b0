package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConsumerGroup;
import io.gatehouse.gateway.config.Kind;
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

/** The consumer groups: those that plans stand behind, and those that operators make for plugins of their own. */
@Path("/console/groups")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class GroupPages {
    private static final Set<String> FIELDS = Set.of("name", "tags");

    private final Landscape.Landscapes landscapes;
    private final ChosenGroup chosen;
    private final Flash flash;

    GroupPages(Landscape.Landscapes landscapes, ChosenGroup chosen, Flash flash) {
        this.landscapes = landscapes;
        this.chosen = chosen;
        this.flash = flash;
    }

    /** @param plan that it stands for, or null */
    public record Row(UUID id, String name, String tags, Named plan, long plugins) {
        static Row of(ConsumerGroup group, Landscape around) {
            return new Row(
                    group.id(),
                    group.name(),
                    Typed.joined(group.tags()),
                    around.plans().get(group.name()),
                    around.pluginsWith(plugin -> plugin.consumerGroup(), group.id()));
        }
    }

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance groups(Paging<Row> paging, Filters filters);

        static native TemplateInstance group(Row group, List<PluginRow> plugins, Form form);
    }

    @GET
    public TemplateInstance list(@Context UriInfo address) {
        Filters filters = Filters.of(chosen.at() + "/groups", address, "q");
        Landscape around = landscapes.now();
        List<ConsumerGroup> matching = around.groups().values().stream()
                .filter(group -> filters.finds(group.name(), Typed.joined(group.tags())))
                .sorted(Comparator.comparing(ConsumerGroup::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
        return Templates.groups(Paging.of(matching, filters.page()).map(group -> Row.of(group, around)), filters);
    }

    @GET
    @Path("new")
    public TemplateInstance blank() {
        return Templates.group(null, List.of(), Form.empty());
    }

    @POST
    @Path("new")
    public Response create(MultivaluedMap<String, String> typed) {
        Form form = Form.of(typed);
        try {
            UUID id = UUID.randomUUID();
            chosen.store().put(Kind.CONSUMER_GROUPS, id, document(form, JsonNodeFactory.instance.objectNode()));
            flash.success("The group exists. Add a plugin for it.");
            return Redirect.to(chosen.at() + "/groups/" + id);
        } catch (InvalidConfig invalid) {
            return Answer.refused(Templates.group(null, List.of(), Problems.shown(form, invalid, FIELDS)));
        }
    }

    @GET
    @Path("{id}")
    public TemplateInstance edit(String id) {
        Stored stored = any(id);
        ConsumerGroup group = Landscape.entity(Kind.CONSUMER_GROUPS, stored);
        return page(
                stored,
                Form.empty()
                        .with(Versioned.FIELD, stored.version())
                        .with("name", group.name())
                        .with("tags", Typed.joined(group.tags())));
    }

    @POST
    @Path("{id}")
    public Response change(String id, MultivaluedMap<String, String> typed) {
        Stored stored = any(id);
        Form form = Form.of(typed);
        try {
            chosen.store().put(Kind.CONSUMER_GROUPS, stored.id(), document(form, stored.body()), Versioned.of(form));
            flash.success("Saved.");
            return Redirect.to(chosen.at() + "/groups/" + stored.id());
        } catch (InvalidConfig invalid) {
            return Answer.refused(page(stored, Problems.shown(form, invalid, FIELDS)));
        } catch (Refused refused) {
            return Answer.refused(page(stored, form.refused(refused)));
        }
    }

    @POST
    @Path("{id}/delete")
    public Response delete(String id) {
        Stored stored = any(id);
        try {
            chosen.store().delete(Kind.CONSUMER_GROUPS, stored.id());
            flash.success("The group is deleted.");
            return Redirect.to(chosen.at() + "/groups");
        } catch (InvalidConfig invalid) {
            flash.problem(Problems.inWords(invalid));
            return Redirect.to(chosen.at() + "/groups/" + stored.id());
        }
    }

    private static ObjectNode document(Form form, ObjectNode stored) {
        ObjectNode document = stored.deepCopy();
        Typed typed = new Typed(form, document);
        typed.text("name");
        typed.list("tags");
        return document;
    }

    private TemplateInstance page(Stored stored, Form form) {
        Landscape around = landscapes.now();
        ConsumerGroup group = around.groups().get(stored.id());
        return Templates.group(
                Row.of(group, around),
                PluginRow.of(around, plugin -> Landscape.points(plugin.consumerGroup(), group.id())),
                form);
    }

    private Stored any(String id) {
        return chosen.store().find(Kind.CONSUMER_GROUPS, id).orElseThrow(NotFound::new);
    }
}
