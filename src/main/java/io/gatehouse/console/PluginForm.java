package io.gatehouse.console;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.Masking;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.web.Form;
import io.gatehouse.web.Refused;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The form of a plugin: where it applies, and its configuration either in fields made from its schema or as JSON. */
final class PluginForm {
    static final String JSON_VIEW = "json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();
    private static final List<String> SCOPES = List.of("service", "route", "consumer_group", "consumer");

    private final Plugins.Known<?> known;
    private final Stored stored;
    private final ObjectNode schema;
    private final List<SchemaForm.Field> fields;

    /** @param stored null for a new one */
    PluginForm(Plugins.Known<?> known, Stored stored) {
        this.known = known;
        this.stored = stored;
        schema = known.schema().jsonSchema();
        fields = SchemaForm.fields(schema);
    }

    String name() {
        return known.plugin().name();
    }

    String description() {
        return schema.path("description").asText();
    }

    boolean canBeScopedToConsumers() {
        return known.plugin().canBeScopedToConsumers();
    }

    boolean isNew() {
        return stored == null;
    }

    Stored stored() {
        return stored;
    }

    List<SchemaForm.Field> fields() {
        return fields;
    }

    private Stream<SchemaForm.Field> allFields() {
        return fields.stream()
                .flatMap(SchemaForm.Field::all)
                .filter(field -> field.control() != SchemaForm.Control.GROUP);
    }

    /** Fields whose values never come back. */
    List<String> secrets() {
        return allFields()
                .filter(field -> field.control() == SchemaForm.Control.SECRET)
                .map(SchemaForm.Field::name)
                .toList();
    }

    /** Where problems may stand. */
    Set<String> names(String view) {
        Set<String> names = new LinkedHashSet<>(List.of("instance_name", "tags", "enabled"));
        names.addAll(SCOPES);
        if (view.equals(JSON_VIEW)) names.add("config");
        else allFields().map(SchemaForm.Field::name).forEach(names::add);
        return names;
    }

    /** A configuration as it is when nobody says anything. */
    ObjectNode presets() {
        return SchemaForm.presets(schema);
    }

    /** Everything but the configuration, as it is stored. */
    Form form() {
        PluginConfig plugin = Landscape.entity(Kind.PLUGINS, stored);
        Form form = Form.empty().with("version", stored.version());
        for (Map.Entry<String, String> scope : scopes(plugin).entrySet())
            form = form.with(scope.getKey(), scope.getValue());
        return form.with("instance_name", plugin.instanceName())
                .with("tags", Typed.joined(plugin.tags()))
                .with("enabled", plugin.enabled());
    }

    private static Map<String, String> scopes(PluginConfig plugin) {
        return Map.of(
                "service", id(plugin.service()),
                "route", id(plugin.route()),
                "consumer_group", id(plugin.consumerGroup()),
                "consumer", id(plugin.consumer()));
    }

    /** The plugin of the same name that is switched on for exactly what the form says. */
    Optional<PluginConfig> twin(Form form, Collection<PluginConfig> all) {
        return all.stream()
                .filter(other -> other.name().equals(name()))
                .filter(other -> isNew() || !other.id().equals(stored.id()))
                .filter(other -> scopes(other).entrySet().stream()
                        .allMatch(scope -> form.value(scope.getKey()).strip().equals(scope.getValue())))
                .findFirst();
    }

    private static String id(Ref ref) {
        return ref == null ? "" : ref.id().toString();
    }

    long version(Form form) {
        return Versioned.of(form);
    }

    /** The form with this configuration (which holds no secrets) in the view that is asked for. */
    Form show(Form form, JsonNode config, String view) {
        return JSON_VIEW.equals(view) ? form.with("config", pretty(config)) : SchemaForm.fill(form, schema, config);
    }

    private static String pretty(JsonNode config) {
        try {
            return PRETTY.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The document that was typed. */
    ObjectNode document(Form form, String view) {
        ObjectNode document = scope(form);
        document.set("config", config(form, document.path("config"), view));
        return document;
    }

    /** All but the configuration: what is wrong with it can be told even when that cannot be read. */
    ObjectNode scope(Form form) {
        ObjectNode document = isNew() ? JSON.createObjectNode() : stored.body().deepCopy();
        document.put("name", name());
        Typed typed = new Typed(form, document);
        SCOPES.forEach(typed::reference);
        typed.text("instance_name");
        typed.list("tags");
        typed.toggle("enabled");
        return document;
    }

    /** Dots for which nothing is known would be stored as the value. */
    void refuseDots(ObjectNode document) {
        if (document.path("config").toString().contains(Masking.HIDDEN))
            throw new Refused(null, "Dots stand where no value is stored. Type the value in their place.");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode config(Form form, JsonNode before, String view) {
        if (!view.equals(JSON_VIEW)) return SchemaForm.read(schema, form, before);
        try {
            JsonNode config = JSON.readTree(form.value("config"));
            if (config == null || !config.isObject()) throw new Refused("config", "Write an object: { … }.");
            return config;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where =
                    place == null ? "" : ": look at line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw new Refused("config", "This is not JSON" + where + ".");
        }
    }
}
