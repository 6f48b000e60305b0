package io.gatehouse.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Masking;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.web.Filters;
import io.gatehouse.web.Flash;
import io.gatehouse.web.Form;
import io.gatehouse.web.NotFound;
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
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** Picks a plugin, and edits one: the form comes from its schema, so a new plugin needs no page of its own. */
@Path("/console/plugins")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed("operator")
public class PluginEditorPages {
    private static final List<String> CARRIED = List.of("service", "route", "consumer_group");

    private final Landscape.Landscapes landscapes;
    private final ChosenGroup chosen;
    private final Plugins plugins;
    private final ConsumerNames consumers;
    private final SentForm sent;
    private final Flash flash;

    PluginEditorPages(
            Landscape.Landscapes landscapes,
            ChosenGroup chosen,
            Plugins plugins,
            ConsumerNames consumers,
            SentForm sent,
            Flash flash) {
        this.landscapes = landscapes;
        this.chosen = chosen;
        this.plugins = plugins;
        this.consumers = consumers;
        this.sent = sent;
        this.flash = flash;
    }

    /** A plugin to pick. */
    public record Choice(String name, String does, String settings, String query) {}

    public record Scopes(List<Named> services, List<Named> routes, List<Named> groups, List<String> consumers) {}

    /**
     * @param row as it is stored, or null for a new one
     * @param twin that is in the way of what was typed, or null
     */
    public record Page(
            String name,
            String does,
            PluginRow row,
            PluginRow twin,
            boolean forConsumers,
            boolean asJson,
            boolean secretStored,
            List<SchemaForm.Field> fields,
            Scopes scopes) {}

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance pluginPick(List<Choice> plugins, List<String> carried, Filters filters);

        static native TemplateInstance plugin(Page page, Form form);
    }

    @GET
    @Path("new")
    public TemplateInstance pick(@Context UriInfo address) {
        Filters filters = Filters.of(chosen.at() + "/plugins/new", address, "q", "service", "route", "consumer_group");
        List<Choice> matching = plugins.all().stream()
                .map(known -> choice(known, filters))
                .filter(choice -> filters.finds(choice.name(), choice.does(), choice.settings()))
                .toList();
        return Templates.pluginPick(matching, CARRIED, filters);
    }

    private static Choice choice(Plugins.Known<?> known, Filters filters) {
        PluginForm form = new PluginForm(known, null);
        String name = known.plugin().name();
        List<String> settings = form.fields().stream()
                .map(field -> field.label().toLowerCase(Locale.ROOT))
                .toList();
        return new Choice(name, form.description(), String.join(", ", settings), filters.query());
    }

    @GET
    @Path("new/{name}")
    public TemplateInstance blank(
            String name,
            @RestQuery String view,
            @RestQuery String service,
            @RestQuery String route,
            @RestQuery("consumer_group") String group) {
        PluginForm plugin = fresh(name);
        Form form = Form.empty()
                .with("service", service)
                .with("route", route)
                .with("consumer_group", group)
                .with("enabled", true);
        return page(plugin, plugin.show(form, plugin.presets(), view), view);
    }

    @POST
    @Path("new/{name}")
    public Response create(String name, MultivaluedMap<String, String> typed) {
        return save(fresh(name), Form.of(typed));
    }

    @GET
    @Path("{id}")
    public TemplateInstance edit(UUID id, @RestQuery String view) {
        PluginForm plugin = stored(id);
        String shown = plugin.stored().isDerivedPlugin() ? PluginForm.JSON_VIEW : view;
        Form form = plugin.form();
        Form named = form.id("consumer")
                .map(consumer -> form.with("consumer", consumers.of(consumer)))
                .orElse(form);
        return page(plugin, plugin.show(named, plugin.stored().shown().path("config"), shown), shown);
    }

    @POST
    @Path("{id}")
    public Response change(UUID id, MultivaluedMap<String, String> typed) {
        return save(stored(id), Form.of(typed));
    }

    private Response save(PluginForm plugin, Form typed) {
        String view = typed.value("view");
        Form form = sent.keeping(typed, plugin.secrets());
        try {
            ObjectNode document = restored(plugin, form, view);
            form = hidden(plugin, form, document, view);
            String wanted = form.value("show");
            if (!wanted.isEmpty())
                return Response.ok(page(plugin, plugin.show(form, shown(document), wanted), wanted))
                        .build();
            plugin.refuseDots(document);
            Stored saved = plugin.isNew()
                    ? chosen.store().put(Kind.PLUGINS, UUID.randomUUID(), document)
                    : chosen.store().put(Kind.PLUGINS, plugin.stored().id(), document, plugin.version(form));
            sent.forget(form);
            flash.success(plugin.name() + " is saved. It is in force now.");
            return Redirect.to(chosen.at() + "/plugins/" + saved.id());
        } catch (InvalidConfig invalid) {
            return Answer.refused(page(plugin, Problems.shown(form, invalid, plugin.names(view)), view));
        } catch (Refused refused) {
            return Answer.refused(page(plugin, alsoOutside(plugin, form.refused(refused), view), view));
        }
    }

    /** With the consumer as the gateway knows it. */
    private Form meant(Form form) {
        return form.with("consumer", consumers.meant(form.value("consumer")));
    }

    /** A configuration that cannot be read must not hide what is wrong beside it. */
    private Form alsoOutside(PluginForm plugin, Form refused, String view) {
        List<ConfigProblem> problems = chosen.store().problems(Kind.PLUGINS, plugin.scope(meant(refused)));
        return Problems.shown(refused, new InvalidConfig(InvalidConfig.Reason.INVALID, problems), plugin.names(view));
    }

    /** The document that was typed, with the values for which a page has shown dots: those kept with the form, or those stored. */
    private ObjectNode restored(PluginForm plugin, Form form, String view) {
        ObjectNode document = plugin.document(meant(sent.withSecrets(form, plugin.secrets())), view);
        JsonNode kept = sent.secret(form, "config").map(PluginForm::json).orElse(MissingNode.getInstance());
        JsonNode config = Masking.restore(kept, document.path("config"));
        JsonNode stored = plugin.isNew()
                ? MissingNode.getInstance()
                : plugin.stored().body().path("config");
        document.set("config", Masking.restore(stored, config));
        return document;
    }

    /** The form without secrets among its lines; if there are any, the configuration is kept here. */
    private Form hidden(PluginForm plugin, Form form, ObjectNode document, String view) {
        JsonNode config = document.path("config");
        if (shown(document).equals(config)) return form;
        return plugin.show(sent.keeping(form.with("config", config.toString()), "config"), shown(document), view);
    }

    private static JsonNode shown(ObjectNode document) {
        return Masking.hide(document).path("config");
    }

    private TemplateInstance page(PluginForm plugin, Form form, String view) {
        Landscape around = landscapes.now();
        PluginRow twin = !form.isRefused()
                ? null
                : plugin.twin(meant(form), around.plugins().values())
                        .map(other -> PluginRow.of(other, around))
                        .orElse(null);
        Form told = twin == null ? form : form.problem("“" + plugin.name() + "” is switched on for this already.");
        return Templates.plugin(
                new Page(
                        plugin.name(),
                        plugin.description(),
                        plugin.isNew()
                                ? null
                                : PluginRow.of(
                                        around.plugins().get(plugin.stored().id()), around),
                        twin,
                        plugin.canBeScopedToConsumers(),
                        PluginForm.JSON_VIEW.equals(view),
                        !plugin.isNew() || sent.hasSecret(form),
                        plugin.fields(),
                        new Scopes(
                                around.serviceChoices(),
                                around.routeChoices(),
                                around.groupChoices(),
                                plugin.canBeScopedToConsumers() ? consumers.offered() : List.of())),
                told);
    }

    private PluginForm fresh(String name) {
        return new PluginForm(plugins.find(name).orElseThrow(NotFound::new), null);
    }

    private PluginForm stored(UUID id) {
        Stored stored = chosen.store().find(Kind.PLUGINS, id.toString()).orElseThrow(NotFound::new);
        return new PluginForm(plugins.find(stored.body().path("name").asText()).orElseThrow(NotFound::new), stored);
    }
}
