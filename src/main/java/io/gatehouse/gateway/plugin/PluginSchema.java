package io.gatehouse.gateway.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.config.ConfigShape;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What is known about a plugin's config, all of it read off the record: its JSON Schema, and how to read it strictly. Every
 * problem is reported at once, by the names that stand in the file.
 */
public final class PluginSchema<C extends Record> {

    /** Begins what is told of a field of Kong's that this plugin has not. */
    public static final String LACKING = "cannot be set here to anything but Kong's default: ";

    private static final JsonSchemas SCHEMAS = new JsonSchemas();
    private static final Validator VALIDATOR = validator();

    private final Class<C> type;
    private final ObjectNode jsonSchema;
    private final ObjectNode ownDefaults = ConfigJson.MAPPER.createObjectNode();
    private final KongFields lacking;

    public PluginSchema(Class<C> type) {
        this("", type, Map.of());
    }

    /**
     * @param plugin the name that Kong's files know it by
     * @param defaults in place of the record's own, of those fields that it has
     */
    PluginSchema(String plugin, Class<C> type, Map<String, Boolean> defaults) {
        this.type = type;
        this.lacking = new KongFields(plugin);
        this.jsonSchema = SCHEMAS.of(type);
        JsonNode fields = jsonSchema.path("properties");
        defaults.forEach((field, value) -> {
            if (fields.get(field) instanceof ObjectNode described) {
                described.put("default", value);
                ownDefaults.put(field, value);
            }
        });
    }

    /** A new copy, for the caller to keep or change. */
    public ObjectNode jsonSchema() {
        return jsonSchema.deepCopy();
    }

    /** The config with every default filled in, null for what is unset, and what it named beyond that as it was. */
    public Optional<ObjectNode> complete(Reading<C> reading) {
        return reading.config.map(config -> merge(ConfigJson.write(config), reading.inert));
    }

    private static ObjectNode merge(ObjectNode into, ObjectNode more) {
        more.properties().forEach(field -> {
            if (into.get(field.getKey()) instanceof ObjectNode inner && field.getValue() instanceof ObjectNode added) {
                merge(inner, added);
            } else if (!into.hasNonNull(field.getKey())) {
                into.set(field.getKey(), field.getValue());
            }
        });
        return into;
    }

    /** Reads a config; null or missing fields take their defaults. */
    public Reading<C> read(JsonNode json) {
        JsonNode given = withDefaults(json == null || json.isNull() ? ConfigJson.MAPPER.createObjectNode() : json);
        List<Misfit> misfits = new ArrayList<>();
        BiConsumer<String, String> report = (field, message) -> misfits.add(new Misfit(field, message));
        ObjectNode inert = ConfigJson.MAPPER.createObjectNode();
        if (!lacking.isEmpty() && given instanceof ObjectNode all) {
            ObjectNode own = all.deepCopy();
            inert = lacking.takeFrom(own, jsonSchema, report);
            given = own;
        }
        new ConfigShape(report).check(given, type);
        if (!misfits.isEmpty()) {
            return new Reading<>(Optional.empty(), List.copyOf(misfits), inert);
        }
        C config = ConfigJson.read(given, type);
        VALIDATOR.validate(config).stream()
                .map(violation -> new Misfit(wirePath(violation), message(violation)))
                .sorted((left, right) -> left.field().compareTo(right.field()))
                .forEach(misfits::add);
        if (config instanceof ConfigRules rules) {
            rules.check(report);
        }
        return new Reading<>(misfits.isEmpty() ? Optional.of(config) : Optional.empty(), List.copyOf(misfits), inert);
    }

    private JsonNode withDefaults(JsonNode json) {
        if (ownDefaults.isEmpty() || !(json instanceof ObjectNode given)) {
            return json;
        }
        ObjectNode filled = given.deepCopy();
        ownDefaults.properties().forEach(field -> {
            if (!filled.hasNonNull(field.getKey())) {
                filled.set(field.getKey(), field.getValue());
            }
        });
        return filled;
    }

    /**
     * A config, or what is wrong with it.
     *
     * @param inert fields that the plugin lacks and that ask for nothing
     */
    public record Reading<C extends Record>(Optional<C> config, List<Misfit> misfits, ObjectNode inert) {}

    /** One thing wrong: the field by its wire path (null for the config as a whole), and what to do about it. */
    public record Misfit(String field, String message) {}

    private static String message(ConstraintViolation<?> violation) {
        boolean isMissing = violation.getConstraintDescriptor().getAnnotation() instanceof NotNull;
        return isMissing ? "required field missing" : violation.getMessage();
    }

    private static String wirePath(ConstraintViolation<?> violation) {
        StringBuilder path = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getIndex() != null) {
                path.append('.').append(node.getIndex() + 1);
            }
            if (node.getKey() != null) {
                path.append('.').append(node.getKey());
            }
            if (node.getName() != null && !node.getName().startsWith("<")) {
                path.append(path.isEmpty() ? "" : ".").append(ConfigJson.wireName(node.getName()));
            }
        }
        return path.toString();
    }

    /** Messages in English whatever the machine speaks: they are part of the wire format. */
    private static Validator validator() {
        var configuration = Validation.byDefaultProvider().configure();
        MessageInterpolator plain = configuration.getDefaultMessageInterpolator();
        try (var factory = configuration
                .messageInterpolator(new MessageInterpolator() {
                    @Override
                    public String interpolate(String template, Context context) {
                        return plain.interpolate(template, context, Locale.ENGLISH);
                    }

                    @Override
                    public String interpolate(String template, Context context, Locale locale) {
                        return plain.interpolate(template, context, Locale.ENGLISH);
                    }
                })
                .buildValidatorFactory()) {
            return factory.getValidator();
        }
    }
}
