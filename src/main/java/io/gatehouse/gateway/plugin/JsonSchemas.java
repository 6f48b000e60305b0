package io.gatehouse.gateway.plugin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import io.gatehouse.gateway.config.ConfigJson;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Stream;

/** Reads JSON Schema (2020-12) off config records: wire names, limits, documentation and defaults. */
final class JsonSchemas {

    private final SchemaGenerator generator;

    JsonSchemas() {
        var builder = new SchemaGeneratorConfigBuilder(
                        ConfigJson.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(
                        Option.INLINE_ALL_SCHEMAS,
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                .without(Option.SCHEMA_VERSION_INDICATOR)
                .with(new JacksonModule(
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY, JacksonOption.IGNORE_TYPE_INFO_TRANSFORM))
                .with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS));
        builder.forFields()
                .withPropertyNameOverrideResolver(JsonSchemas::wireName)
                .withDescriptionResolver(JsonSchemas::documentation)
                .withInstanceAttributeOverride((attributes, field, context) -> {
                    if (isOnlyInFiles(field)) attributes.put("deprecated", true);
                })
                .withWriteOnlyCheck(field -> field.getAnnotation(Secret.class) != null)
                .withStringFormatResolver(field -> field.getAnnotation(LongText.class) == null ? null : "textarea")
                .withRequiredCheck(JsonSchemas::mustBeGiven)
                .withDefaultResolver(JsonSchemas::defaultValue);
        // As declared: the author of a record put what matters first.
        builder.forTypesInGeneral().withPropertySorter((left, right) -> 0);
        this.generator = new SchemaGenerator(builder.build());
    }

    private static String wireName(FieldScope field) {
        JsonProperty named = field.getAnnotationConsideringFieldAndGetter(JsonProperty.class);
        return named == null ? ConfigJson.wireName(field.getDeclaredName()) : named.value();
    }

    ObjectNode of(Class<? extends Record> config) {
        ObjectNode schema = plain(generator.generateSchema(config));
        Doc doc = config.getAnnotation(Doc.class);
        return doc == null ? schema : schema.put("description", doc.value());
    }

    /** The generator keeps defaults as Java objects; on the wire they are JSON with wire names. */
    private static ObjectNode plain(ObjectNode schema) {
        try {
            return whole((ObjectNode) ConfigJson.MAPPER.readTree(ConfigJson.MAPPER.writeValueAsBytes(schema)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The generator leaves a map of records in two parts, which say the same or complete each other: readers look for one. */
    private static ObjectNode whole(ObjectNode schema) {
        for (JsonNode inner : schema) if (inner instanceof ObjectNode object) whole(object);
        if (schema.size() != 1 || !schema.path("allOf").isArray()) {
            return schema;
        }
        JsonNode parts = schema.remove("allOf");
        for (JsonNode part : parts) schema.setAll(whole((ObjectNode) part));
        return schema;
    }

    private static boolean mustBeGiven(FieldScope field) {
        boolean neverNull = Stream.of(NotNull.class, NotEmpty.class, NotBlank.class)
                .anyMatch(constraint -> field.getAnnotation(constraint) != null);
        return neverNull && defaultValue(field) == null;
    }

    private static String documentation(FieldScope field) {
        Doc doc = field.getAnnotation(Doc.class);
        return doc == null || field.isFakeContainerItemScope() ? null : doc.value();
    }

    private static boolean isOnlyInFiles(FieldScope field) {
        Doc doc = field.getAnnotation(Doc.class);
        return doc != null && doc.onlyInFiles() && !field.isFakeContainerItemScope();
    }

    private static Object defaultValue(FieldScope field) {
        Class<?> owner = field.getDeclaringType().getErasedType();
        if (!owner.isRecord() || field.isFakeContainerItemScope()) {
            return null;
        }
        Object value = ConfigJson.defaultOf(owner.asSubclass(Record.class), field.getDeclaredName());
        // What is in it by default is told at its own fields.
        return value instanceof Record ? Map.of() : value;
    }
}
