package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import java.util.Map;
import java.util.Optional;

/** Leaves out what an entity would say anyway; only where it surely reads as the same entity then. */
final class Defaults {
    private final Plugins plugins;

    Defaults(Plugins plugins) {
        this.plugins = plugins;
    }

    /** @param body as it is stored, and left as it is */
    ObjectNode without(Kind<?> kind, ObjectNode body) {
        ObjectNode brief = body.deepCopy();
        leaveOut(brief, ConfigJson.write(ConfigJson.read(ConfigJson.MAPPER.createObjectNode(), kind.type())));
        if (kind == Kind.PLUGINS && body.get("config") instanceof ObjectNode config)
            brief.set("config", config(body.path("name").asText(), config));
        return isSame(kind, brief, body) ? brief : body;
    }

    private <E extends Record> boolean isSame(Kind<E> kind, ObjectNode brief, ObjectNode body) {
        ObjectNode filled = brief.deepCopy();
        filled.set("config", body.get("config"));
        if (!body.has("config")) filled.remove("config");
        Optional<E> read = kind.read(filled).entity();
        return read.isPresent() && plain(kind.write(read.get())).equals(plain(body));
    }

    private ObjectNode config(String plugin, ObjectNode config) {
        return plugins.find(plugin).map(known -> brief(known, config)).orElse(config);
    }

    private static <C extends Record> ObjectNode brief(Plugins.Known<C> known, ObjectNode config) {
        ObjectNode brief = config.deepCopy();
        known.schema().complete(known.read(null)).ifPresent(defaults -> leaveOut(brief, defaults));
        Optional<ObjectNode> again = known.schema().complete(known.read(brief));
        return again.isPresent() && plain(again.get()).equals(plain(config)) ? brief : config;
    }

    private static void leaveOut(ObjectNode entity, ObjectNode defaults) {
        entity.properties().removeIf(field -> plain(field.getValue()).equals(plain(defaults.path(field.getKey()))));
        for (Map.Entry<String, JsonNode> field : entity.properties())
            if (field.getValue() instanceof ObjectNode inner
                    && defaults.get(field.getKey()) instanceof ObjectNode innerDefaults) leaveOut(inner, innerDefaults);
    }

    /** With numbers of one kind. */
    private static JsonNode plain(JsonNode node) {
        if (node.isMissingNode()) return node;
        try {
            return ConfigJson.MAPPER.readTree(node.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
