package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.PluginSchema;
import io.gatehouse.gateway.plugin.Plugins;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The shapes of entities and plugins' configurations, read off their records. */
final class AdminSchemas {
    private static final String REFERENCE = "reference";
    private static final String ERROR = "error";

    private final Plugins plugins;

    AdminSchemas(Plugins plugins) {
        this.plugins = plugins;
    }

    JsonNode of(Kind<?> kind) {
        return reference(name(kind));
    }

    /** Of a media type that says all there is to say. */
    JsonNode of(String type) {
        return type.equals("application/json")
                ? object()
                : ConfigJson.MAPPER.createObjectNode().put("type", "string");
    }

    ObjectNode object() {
        return ConfigJson.MAPPER.createObjectNode().put("type", "object");
    }

    private static ObjectNode reference(String name) {
        return ConfigJson.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }

    /** What a call brings: what has to be there is there, unless it only changes something. */
    JsonNode given(Kind<?> kind, String method) {
        List<String> required = method.equals("POST") ? required(kind) : List.of();
        if (required.isEmpty()) return of(kind);
        ObjectNode given = ConfigJson.MAPPER.createObjectNode();
        given.putArray("allOf").add(of(kind));
        ArrayNode names = given.putArray("required");
        required.forEach(names::add);
        return given;
    }

    /** The kind is asked; a parent comes from the path, and a key is made if none is given. */
    private static List<String> required(Kind<?> kind) {
        return kind.read(ConfigJson.MAPPER.createObjectNode()).problems().stream()
                .filter(problem -> problem.message().equals("required field missing"))
                .map(problem -> problem.field())
                .filter(field ->
                        kind.references().stream().noneMatch(one -> one.field().equals(field)))
                .filter(field -> !EntityShape.internal(kind).contains(field))
                .filter(field -> !(kind == Kind.JWT_SECRETS || kind == Kind.KEYAUTH_CREDENTIALS))
                .filter(field -> !(kind == Kind.SERVICES && field.equals("host")))
                .sorted()
                .toList();
    }

    JsonNode page(Kind<?> kind) {
        ObjectNode page = object();
        ObjectNode properties = page.putObject("properties");
        properties.putObject("data").put("type", "array").set("items", of(kind));
        nullable(properties.putObject("next"), "string");
        properties.putObject("offset").put("type", "string");
        return page;
    }

    ObjectNode components() {
        ObjectNode components = ConfigJson.MAPPER.createObjectNode();
        ObjectNode schemas = components.putObject("schemas");
        byName().forEach((name, kind) -> schemas.set(name, entity(kind)));
        schemas.set(ERROR, AdminWords.error());
        for (Plugins.Known<?> known : plugins.all().stream()
                .sorted((left, right) ->
                        left.plugin().name().compareTo(right.plugin().name()))
                .toList())
            schemas.set(config(known.plugin().name()), shown(known.schema().jsonSchema()));
        ObjectNode id = object();
        id.putObject("properties").putObject("id").put("type", "string").put("format", "uuid");
        schemas.set(
                REFERENCE,
                id.put("description", "Another entity; in a call also by its name, such as {\"name\": \"orders\"}."));
        components.set("parameters", AdminWords.parameters());
        components.set("responses", AdminWords.responses(reference(ERROR)));
        components.set("securitySchemes", AdminWords.security());
        return components;
    }

    private static String name(Kind<?> kind) {
        return kind.wireName().replaceFirst("s$", "");
    }

    private static TreeMap<String, Kind<?>> byName() {
        TreeMap<String, Kind<?>> kinds = new TreeMap<>();
        Kind.ALL.forEach(kind -> kinds.put(name(kind), kind));
        return kinds;
    }

    private static String config(String plugin) {
        return "config_of_" + plugin.replace('-', '_');
    }

    private ObjectNode entity(Kind<?> kind) {
        ObjectNode schema = shown(new PluginSchema<>(kind.type()).jsonSchema());
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.remove(EntityShape.internal(kind));
        kind.references().forEach(reference -> properties.set(reference.field(), orNull(reference(REFERENCE))));
        for (String name : List.of("id", "created_at", "updated_at"))
            if (properties.get(name) instanceof ObjectNode made) made.put("description", AdminWords.MADE.get(name));
        if (kind == Kind.SERVICES)
            properties
                    .putObject("url")
                    .put("type", "string")
                    .put("writeOnly", true)
                    .put("description", "In place of protocol, host, port and path.");
        if (kind == Kind.PLUGINS) {
            ObjectNode config = properties.putObject("config");
            config.put("description", "As the plugin of this name has it; what is left out gets its default.");
            ArrayNode any = config.putArray("anyOf");
            plugins.names().stream().sorted().forEach(name -> any.add(reference(config(name))));
        }
        return schema;
    }

    /** As answers have it: what is unset and has no default is null. */
    private static ObjectNode shown(ObjectNode schema) {
        List<String> required = texts(schema.path("required"));
        schema.path("properties").properties().forEach(property -> {
            ObjectNode field = (ObjectNode) property.getValue();
            if (field.has("properties")) shown(field);
            if (field.path("items").has("properties")) shown((ObjectNode) field.get("items"));
            boolean hasValue = field.hasNonNull("default") || required.contains(property.getKey());
            if (!hasValue && field.path("type").isTextual())
                nullable(field, field.get("type").asText());
        });
        return schema;
    }

    private static void nullable(ObjectNode field, String type) {
        field.putArray("type").add(type).add("null");
        if (field.get("enum") instanceof ArrayNode choices
                && texts(choices).stream().noneMatch("null"::equals)) choices.addNull();
    }

    private static ObjectNode orNull(ObjectNode reference) {
        ObjectNode either = ConfigJson.MAPPER.createObjectNode();
        either.putArray("anyOf").add(reference).addObject().put("type", "null");
        return either;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
