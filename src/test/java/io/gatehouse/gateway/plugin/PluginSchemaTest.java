package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.PluginSchema.Misfit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PluginSchemaTest {

    private static final ObjectMapper YAML = new YAMLMapper();
    private final PluginSchema<Sample> schema = new PluginSchema<>(Sample.class);

    enum Mode {
        @JsonProperty("plain")
        PLAIN,
        @JsonProperty("by-group")
        BY_GROUP
    }

    @Doc("A store.")
    record Store(
            @Doc("Where it is.") @NotBlank String host,
            @Doc("Its port.") @Min(1) @Max(65535) Integer port) {
        Store {
            port = port == null ? 6379 : port;
        }
    }

    @Doc("A sample.")
    record Sample(
            @Doc("The names.") @NotEmpty List<@NotBlank String> keyNames,
            @Doc("How.") @NotNull Mode mode,
            @Doc("Hidden or not.") @NotNull Boolean hideCredentials,
            @Doc("How many.") @Min(1) Long perMinute,
            @Doc("Must be given.") @NotBlank String api,
            @Doc("Labels.") Map<String, String> labels,
            @Doc("Where counts are kept.") @Valid Store store)
            implements ConfigRules {

        Sample {
            keyNames = keyNames == null ? List.of("apikey") : List.copyOf(keyNames);
            mode = mode == null ? Mode.PLAIN : mode;
            hideCredentials = hideCredentials == null || hideCredentials;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (mode == Mode.BY_GROUP && perMinute == null) {
                broken.accept("per_minute", "required when mode is by-group");
            }
        }
    }

    @Test
    void the_schema_shows_names_types_limits_documentation_and_defaults() throws Exception {
        var expected = YAML.readTree("""
                type: object
                description: A sample.
                additionalProperties: false
                required: [api]
                properties:
                  key_names: {type: array, description: The names., minItems: 1, default: [apikey],
                    items: {type: string, minLength: 1}}
                  mode: {type: string, description: How., enum: [plain, by-group], default: plain}
                  hide_credentials: {type: boolean, description: Hidden or not., default: true}
                  per_minute: {type: integer, description: How many., minimum: 1}
                  api: {type: string, description: Must be given., minLength: 1}
                  labels: {type: object, description: Labels., additionalProperties: {type: string}}
                  store: {type: object, description: Where counts are kept., additionalProperties: false, required: [host],
                    properties: {
                      host: {type: string, description: Where it is., minLength: 1},
                      port: {type: integer, description: Its port., minimum: 1, maximum: 65535, default: 6379}}}
                """);
        assertEquals(expected, YAML.readTree(schema.jsonSchema().toString()));
    }

    @Test
    void properties_stand_in_the_order_of_the_record() {
        List<String> names = new java.util.ArrayList<>();
        schema.jsonSchema().get("properties").fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("key_names", "mode", "hide_credentials", "per_minute", "api", "labels", "store"), names);
    }

    @Test
    void what_is_left_out_or_null_takes_its_default() throws Exception {
        var reading = schema.read(YAML.readTree("{api: a, mode: null, store: {host: h}}"));
        Sample sample = reading.config().orElseThrow();
        assertEquals(List.of("apikey"), sample.keyNames());
        assertEquals(Mode.PLAIN, sample.mode());
        assertEquals(6379, sample.store().port());
        assertEquals(
                YAML.readTree("""
                        {key_names: [apikey], mode: plain, hide_credentials: true, per_minute: null, api: a, labels: null,
                         store: {host: h, port: 6379}}"""),
                YAML.readTree(schema.complete(reading).orElseThrow().toString()));
    }

    @Test
    void every_misfit_is_told_at_once_by_its_wire_name() throws Exception {
        assertEquals(
                Map.of(
                        "keyNames", "unknown field; did you mean 'key_names'?",
                        "mode", "'redis' is not available; expected one of: plain, by-group",
                        "hide_credentials", "expected a boolean",
                        "per_minute", "expected an integer",
                        "labels.a", "expected a string",
                        "store.port", "expected an integer",
                        "store.hots", "unknown field; known are: host, port"),
                misfits("{keyNames: [a], mode: redis, hide_credentials: 'yes', per_minute: 1.5, labels: {a: 1},"
                        + " store: {port: [], hots: x}}"));
    }

    @Test
    void every_broken_rule_is_told_at_once_by_its_wire_name() throws Exception {
        assertEquals(
                Map.of(
                        "key_names.2", "must not be blank",
                        "api", "must not be blank",
                        "per_minute", "required when mode is by-group",
                        "store.host", "must not be blank",
                        "store.port", "must be less than or equal to 65535"),
                misfits("{key_names: [a, ''], mode: by-group, store: {port: 70000}}"));
    }

    @Test
    void a_null_in_a_list_is_a_misfit_and_not_a_crash() throws Exception {
        assertEquals(Map.of("key_names.1", "expected a string"), misfits("{api: a, key_names: [null]}"));
    }

    @Test
    void anything_but_a_record_is_refused() throws Exception {
        var reading = schema.read(YAML.readTree("[1]"));
        assertEquals(List.of(new Misfit(null, "expected a record")), reading.misfits());
    }

    @Test
    void whole_numbers_may_be_written_with_a_fraction_of_nothing() throws Exception {
        assertTrue(schema.read(YAML.readTree("{api: a, per_minute: 10.0}"))
                .config()
                .isPresent());
    }

    private Map<String, String> misfits(String yaml) throws Exception {
        return schema.read(YAML.readTree(yaml)).misfits().stream()
                .collect(Collectors.toMap(Misfit::field, Misfit::message));
    }
}
