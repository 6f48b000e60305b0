package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.openapi.ApiDescriptions;
import io.gatehouse.gateway.openapi.ParameterPlace;
import io.gatehouse.gateway.openapi.ParameterStyle;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.LongText;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.schema.SchemaLanguage;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Lets requests pass that are as a schema, or the description of the API, says. */
public final class RequestValidator extends NamedPlugin<RequestValidator.Config> {

    private static final int PRIORITY = 999;

    private final ApiDescriptions descriptions;

    /** The language that schemas are written in. */
    public enum Version {
        @JsonProperty("kong")
        KONG(null),
        @JsonProperty("draft4")
        DRAFT4(SchemaLanguage.DRAFT4),
        @JsonProperty("draft6")
        DRAFT6(SchemaLanguage.DRAFT6),
        @JsonProperty("draft7")
        DRAFT7(SchemaLanguage.DRAFT7),
        @JsonProperty("draft201909")
        DRAFT201909(SchemaLanguage.DRAFT201909),
        @JsonProperty("draft202012")
        DRAFT202012(SchemaLanguage.DRAFT202012);

        private final SchemaLanguage language;

        Version(SchemaLanguage language) {
            this.language = language;
        }

        /** Null for Kong's own, which is none of JSON Schema's. */
        SchemaLanguage language() {
            return language;
        }
    }

    @Doc("A parameter, and what its value must be like.")
    public record ParameterConfig(
            @Doc("Where it stands.") @NotNull ParameterPlace in,

            @Doc("Its name. In a path: of a named group in the route's regular expression.") @NotBlank
            String name,

            @Doc("Whether it must be there.") @NotNull Boolean required,

            @Doc("How several values are written, in OpenAPI's words; what is usual at its place if it is left out.")
            ParameterStyle style,

            @Doc("Whether each value of a list or an object is a parameter, or a part of the path, of its own.")
            Boolean explode,

            @Doc("JSON Schema of the value, with a type; its values are read as that type.") @LongText
            String schema) {

        private static final Set<ParameterStyle> OF_PATHS =
                EnumSet.of(ParameterStyle.SIMPLE, ParameterStyle.LABEL, ParameterStyle.MATRIX);
        private static final Set<ParameterStyle> OF_QUERIES = EnumSet.of(
                ParameterStyle.FORM,
                ParameterStyle.SPACE_DELIMITED,
                ParameterStyle.PIPE_DELIMITED,
                ParameterStyle.DEEP_OBJECT);

        private void check(String path, BiConsumer<String, String> broken) {
            if (style != null && in != null && !styles().contains(style)) {
                broken.accept(path + ".style", "a parameter in a " + in.word() + " is not written in this style");
            }
            if (schema == null && (style != null || explode != null)) {
                broken.accept(path + ".schema", "required with style and explode");
            }
        }

        private Set<ParameterStyle> styles() {
            return switch (in) {
                case PATH -> OF_PATHS;
                case QUERY -> OF_QUERIES;
                case HEADER -> EnumSet.of(ParameterStyle.SIMPLE);
            };
        }
    }

    @Doc(
            "Lets requests pass whose parameters and JSON bodies are as a schema or the description of the API says; others get a 400 that"
                    + " says so. For a service that serves an API version, leave body_schema, parameter_schema and api_spec empty: its"
                    + " requests are then held against the spec that is published in the portal. References out of a schema are refused,"
                    + " since nothing is fetched; names that come twice in an object of a body are, too.")
    public record Config(
            @Doc(
                    "Language of body_schema: Kong's own, or a version of JSON Schema, which is also that of parameter_schema (draft 4 with"
                            + " “kong”).")
            Version version,

            @Doc("Schema of JSON bodies. An empty body counts as {}.") @LongText
            String bodySchema,

            @Doc("Parameters and what they must be like.") List<@NotNull @Valid ParameterConfig> parameterSchema,

            @Doc(
                    "Types of bodies that pass, if there is a body_schema. A request that names no type counts as application/json; bodies"
                            + " that are not JSON pass unchecked.")
            List<
                            @NotNull
                            @Pattern(
                                    regexp = "[^/\\s;]+/[^/;\\s]+(\\s*;.*)?",
                                    message = "expected a type such as application/json")
                            String>
                    allowedContentTypes,

            @Doc("Whether a type must have the same parameters as the one that is allowed, such as charset=utf-8.")
            Boolean contentTypeParameterValidation,

            @Doc("Tells what is wrong with a request, and shows the body that is.")
            Boolean verboseResponse,

            @Doc(
                    "An OpenAPI (3.0, 3.1) or Swagger (2.0) description of the API, JSON or YAML: path, query and header parameters and JSON"
                            + " bodies are held against the operation that a request is for. Takes the place of the schemas.")
            @LongText
            String apiSpec,

            @Doc(
                    "Whether paths of the description count with the base path of the API in front only. Otherwise it may be left out.")
            Boolean includeBasePath,

            @Doc("Base path in place of that of the description, if it counts.")
            String customBasePath,

            @Doc(
                    "Lets requests pass that the description has no operation for. Otherwise they get a 404, or a 405 if there are operations"
                            + " with other methods.")
            Boolean allowUnknownOperations,

            @Doc("Bodies of more bytes are refused with a 413, since they are held in memory to be checked.")
            @Min(1)
            @Max(10 << 20)
            Integer maxBodyBytes)
            implements ConfigRules {

        private static final int USUAL_BODY = 1 << 20;

        public Config {
            version = version == null ? Version.KONG : version;
            parameterSchema = parameterSchema == null ? null : List.copyOf(parameterSchema);
            allowedContentTypes =
                    allowedContentTypes == null ? List.of("application/json") : List.copyOf(allowedContentTypes);
            contentTypeParameterValidation =
                    contentTypeParameterValidation == null ? Boolean.TRUE : contentTypeParameterValidation;
            verboseResponse = verboseResponse == null ? Boolean.FALSE : verboseResponse;
            includeBasePath = includeBasePath == null ? Boolean.FALSE : includeBasePath;
            allowUnknownOperations = allowUnknownOperations == null ? Boolean.FALSE : allowUnknownOperations;
            maxBodyBytes = maxBodyBytes == null ? Integer.valueOf(USUAL_BODY) : maxBodyBytes;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (apiSpec != null && hasSchemas()) {
                broken.accept("api_spec", "takes the place of body_schema and parameter_schema: leave those out");
            }
            for (int i = 0; parameterSchema != null && i < parameterSchema.size(); i++) {
                parameterSchema.get(i).check("parameter_schema." + (i + 1), broken);
            }
        }

        boolean hasSchemas() {
            return bodySchema != null || parameterSchema != null && !parameterSchema.isEmpty();
        }
    }

    /** @param descriptions shared with others that read them */
    public RequestValidator(ApiDescriptions descriptions) {
        super("request-validator", PRIORITY, Config.class);
        this.descriptions = descriptions;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        if (config.apiSpec() != null) return ValidationFilter.byDescription(config, descriptions.of(config.apiSpec()));
        if (config.hasSchemas()) return ValidationFilter.bySchemas(config);
        throw new IllegalArgumentException(
                "one of body_schema, parameter_schema and api_spec must be set; they may be empty only for a"
                        + " service that serves an API version, whose published spec is used then");
    }

    static JsonNode json(String field, String text) {
        try {
            return ConfigJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(field + " is no JSON: " + e.getOriginalMessage());
        }
    }
}
