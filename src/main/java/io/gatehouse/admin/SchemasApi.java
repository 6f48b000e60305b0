package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.PluginSchema;
import io.gatehouse.gateway.plugin.Plugins;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may stand in entities and in the configurations of plugins, and what plugins there are. */
@Singleton
class SchemasApi implements AdminRoutes {
    private final Plugins plugins;

    SchemasApi(Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public void mount(Paths paths) {
        paths.at("/schemas/:kind/validate", Map.of("POST", this::validate));
        paths.at("/schemas/plugins/:name", Map.of("GET", this::plugin));
        paths.at("/schemas/:kind", Map.of("GET", this::entity));
        paths.at("/plugins/enabled", Map.of("GET", this::enabled));
    }

    /** With the defaults, which tools fill in before they compare. */
    private void entity(AdminCall call) {
        Kind<?> kind = kind(call);
        ObjectNode schema = ConfigJson.MAPPER.createObjectNode();
        ArrayNode fields = schema.putArray("fields");
        for (JsonNode field : KongSchema.fields(new PluginSchema<>(kind.type()).jsonSchema())) {
            String name = field.fieldNames().next();
            if (EntityShape.internal(kind).contains(name)) continue;
            String target = kind.references().stream()
                    .filter(reference -> reference.field().equals(name))
                    .map(reference -> reference.kind().wireName())
                    .findFirst()
                    .orElse(name.equals("client_certificate") ? Kind.CERTIFICATES.wireName() : null);
            if (target == null) fields.add(field);
            else fields.addObject().putObject(name).put("type", "foreign").put("reference", target);
        }
        schema.putArray("entity_checks");
        call.answer(200, schema);
    }

    /** Whether an entity could be stored, as far as that can be told without looking at others. */
    private void validate(AdminCall call) {
        Kind<?> kind = kind(call);
        ObjectNode given = call.body();
        ObjectNode document = EntityShape.stored(kind, given, Optional.empty());
        List<ConfigProblem> problems = new ArrayList<>(kind.read(document).problems());
        if (kind == Kind.PLUGINS) problems.addAll(configProblems(document));
        if (!problems.isEmpty())
            throw KongErrors.of(new InvalidConfig(InvalidConfig.Reason.INVALID, problems), kind, given);
        call.answer(200, ConfigJson.MAPPER.createObjectNode().put("message", "schema validation successful"));
    }

    private List<ConfigProblem> configProblems(ObjectNode plugin) {
        String name = plugin.path("name").asText();
        Plugins.Known<?> known = plugins.find(name).orElse(null);
        if (known == null)
            return List.of(new ConfigProblem(
                    Kind.PLUGINS.wireName(), null, name, "name", "plugin '" + name + "' is not one of this gateway's"));
        return known.read(plugin.get("config")).misfits().stream()
                .map(misfit -> new ConfigProblem(
                        Kind.PLUGINS.wireName(),
                        null,
                        name,
                        misfit.field() == null ? "config" : "config." + misfit.field(),
                        misfit.message()))
                .toList();
    }

    private static Kind<?> kind(AdminCall call) {
        String name = call.part("kind");
        return Kind.named(name).orElseThrow(() -> new AdminProblem(404, "No entity named '" + name + "'"));
    }

    private void plugin(AdminCall call) {
        String name = call.part("name");
        Plugins.Known<?> known =
                plugins.find(name).orElseThrow(() -> new AdminProblem(404, "No plugin named '" + name + "'"));
        ObjectNode schema = ConfigJson.MAPPER.createObjectNode();
        ArrayNode fields = schema.putArray("fields");
        Kind.PLUGINS.references().forEach(reference -> {
            String field = reference.field();
            boolean allowed = !field.startsWith("consumer") || known.plugin().canBeScopedToConsumers();
            ObjectNode foreign = fields.addObject().putObject(field);
            foreign.put("type", "foreign").put("reference", reference.kind().wireName());
            if (!allowed) foreign.putNull("eq");
        });
        ObjectNode protocols =
                fields.addObject().putObject("protocols").put("type", "set").put("required", true);
        ArrayNode usual = protocols.putArray("default");
        List.of("grpc", "grpcs", "http", "https").forEach(usual::add);
        protocols.putObject("elements").put("type", "string").set("one_of", usual.deepCopy());
        ObjectNode config =
                fields.addObject().putObject("config").put("type", "record").put("required", true);
        config.set("fields", KongSchema.fields(known.schema().jsonSchema()));
        schema.putArray("entity_checks");
        call.answer(200, schema);
    }

    private void enabled(AdminCall call) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        ArrayNode names = body.putArray("enabled_plugins");
        plugins.names().stream().sorted().forEach(names::add);
        call.answer(200, body);
    }
}
