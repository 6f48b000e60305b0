package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What plugins are there, and what may stand in their configurations. */
@Singleton
class SchemasApi implements AdminRoutes {
    private final Plugins plugins;

    SchemasApi(Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public void mount(Paths paths) {
        paths.at("/schemas/plugins/:name", Map.of("GET", this::plugin));
        paths.at("/plugins/enabled", Map.of("GET", this::enabled));
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
