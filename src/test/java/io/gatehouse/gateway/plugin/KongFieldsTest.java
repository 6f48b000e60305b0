package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.plugins.BuiltIn;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files that Kong has written, with all of its fields in them. */
class KongFieldsTest {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Map<String, String> NEEDED = Map.of(
            "openid-connect", "{issuer: 'https://login.example'}",
            "rate-limiting", "{minute: 5}",
            "rate-limiting-advanced", "{limit: [5], window_size: [60]}",
            "response-ratelimiting", "{limits: {video: {minute: 5}}}",
            "ai-rate-limiting-advanced", "{llm_providers: [{name: openai, limit: [9], window_size: [60]}]}",
            "ai-proxy", "{route_type: llm/v1/chat, model: {provider: openai, name: m, options: {}}, auth: {}}",
            "http-log", "{http_endpoint: 'http://logs.example'}",
            "opentelemetry", "{traces_endpoint: 'http://traces.example'}");

    private final Plugins plugins = new Plugins(BuiltIn.all());

    private static JsonNode table() throws Exception {
        try (InputStream table = KongFields.class.getResourceAsStream("kong-fields.json")) {
            return YAML.readTree(table);
        }
    }

    private static <C extends Record> List<String> problems(Plugins.Known<C> known, JsonNode config) {
        return known.read(config).misfits().stream()
                .map(misfit -> misfit.field() + ": " + misfit.message())
                .toList();
    }

    private List<String> problems(String plugin, String config) throws Exception {
        return problems(plugins.find(plugin).orElseThrow(), YAML.readTree(config));
    }

    /** The config that Kong shows, at its defaults where it has any. */
    private static void fill(ObjectNode config, JsonNode lacking, boolean withDefaults) {
        lacking.properties().forEach(field -> {
            JsonNode allowed = field.getValue();
            if (allowed.isObject()) {
                fill(config.withObjectProperty(field.getKey()), allowed, withDefaults);
            } else if (withDefaults && allowed.isArray() && !allowed.isEmpty()) {
                config.set(field.getKey(), allowed.get(0));
            } else {
                config.putNull(field.getKey());
            }
        });
    }

    @Test
    void what_asks_for_nothing_is_accepted_and_kept() throws Exception {
        for (var plugin : table().properties()) {
            for (boolean withDefaults : List.of(true, false)) {
                ObjectNode config = (ObjectNode) YAML.readTree(NEEDED.getOrDefault(plugin.getKey(), "{}"));
                fill(config, plugin.getValue(), withDefaults);
                assertKept(plugins.find(plugin.getKey()).orElseThrow(), config);
            }
        }
    }

    private static <C extends Record> void assertKept(Plugins.Known<C> known, ObjectNode config) {
        String name = known.plugin().name();
        assertEquals(List.of(), problems(known, config), name);
        ObjectNode kept = known.schema().complete(known.read(config)).orElseThrow();
        assertContains(name, kept, config);
        assertEquals(
                kept.toString(),
                known.schema().complete(known.read(kept)).orElseThrow().toString());
    }

    private static void assertContains(String at, JsonNode all, JsonNode part) {
        part.properties().forEach(field -> {
            JsonNode found = all.get(field.getKey());
            String here = at + "." + field.getKey();
            if (field.getValue().isObject()) assertContains(here, found, field.getValue());
            else if (!field.getValue().isNull()) assertEquals(field.getValue().toString(), found.toString(), here);
            else assertTrue(all.has(field.getKey()), here);
        });
    }

    @Test
    void what_asks_for_something_is_told_by_name() throws Exception {
        String here = "cannot be set here to anything but Kong's default: null";
        assertEquals(
                List.of(
                        "by_username_ignore_case: " + here + ", false",
                        "login_methods: " + here + ", [\"authorization_code\"]",
                        "redirect_uri: " + here,
                        "redis.host: " + here + ", \"127.0.0.1\"",
                        "redis.hots: unknown field",
                        "verify_signature: " + here + ", true"),
                problems(
                                "openid-connect",
                                "{issuer: 'https://login.example', redirect_uri: ['https://x.example'], verify_signature: false,"
                                        + " login_methods: [bearer], by_username_ignore_case: 'no', redis: {host: r, hots: 1}}")
                        .stream()
                        .sorted()
                        .toList());
        assertEquals(
                List.of("brute_force_protection.strategy: " + here + ", \"off\""),
                problems("basic-auth", "{brute_force_protection: {strategy: memory}}"));
        assertEquals(
                List.of("redis.cloud_authentication.auth_provider: " + here),
                problems("rate-limiting", "{minute: 5, redis: {cloud_authentication: {auth_provider: aws}}}"));
    }

    @Test
    void one_value_may_be_written_in_several_ways() throws Exception {
        assertEquals(
                List.of(),
                problems(
                        "openid-connect",
                        "{issuer: 'https://login.example', logout_methods: [POST, DELETE], http_version: 1.10, audience: [],"
                                + " session_idling_timeout: 900.0, ssl_verify: true, disable_session: [bearer]}"));
        assertEquals(List.of(), problems("key-auth", "{identity_realms: [{scope: cp, id: null, region: null}]}"));
    }

    @Test
    void nothing_stands_in_the_table_that_a_plugin_knows() throws Exception {
        List<String> both = new ArrayList<>();
        for (var plugin : table().properties()) {
            JsonNode known =
                    plugins.find(plugin.getKey()).orElseThrow().schema().jsonSchema();
            collect(plugin.getKey(), plugin.getValue(), known, both);
        }
        assertEquals(List.of(), both);
    }

    private static void collect(String at, JsonNode lacking, JsonNode known, List<String> both) {
        for (var field : lacking.properties()) {
            JsonNode knownHere = known.path("properties").path(field.getKey());
            String here = at + "." + field.getKey();
            if (field.getValue().isObject()) collect(here, field.getValue(), knownHere, both);
            else if (!knownHere.isMissingNode()) both.add(here);
        }
    }

    @Test
    void whatever_is_misspelt_is_unknown_still() throws Exception {
        String told = problems("openid-connect", "{issuer: 'https://login.example', sesion_secret: null}").stream()
                .collect(Collectors.joining());
        assertTrue(told.startsWith("sesion_secret: unknown field"), told);
    }
}
