package io.gatehouse.gateway.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.BasicAuthCredential;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {
    private static final ConfigDocument DOCUMENTS =
            new ConfigDocument(new Plugins(BuiltIn.all()), new KeyDigest(new byte[32]));
    private static final long NOW = 1_700_000_000;

    private static LoadedConfig good(String text) {
        DocumentReading reading = DOCUMENTS.read(text, NOW);
        assertEquals(List.of(), reading.problems());
        return reading.config().orElseThrow();
    }

    private static String problems(String text) {
        DocumentReading reading = DOCUMENTS.read(text, NOW);
        assertTrue(reading.config().isEmpty());
        return reading.problems().stream()
                .map(problem -> problem.path() + ": " + problem.problem().message())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void entities_may_be_nested_or_stand_alone_and_point_by_name_or_id() {
        LoadedConfig config = good("""
                _format_version: "3.0"
                _comment: ours
                services:
                - name: my-service
                  url: https://example.com/v1
                  routes:
                  - name: inner
                    paths: [/a]
                    plugins:
                    - {name: rate-limiting, config: {minute: 5}}
                routes:
                - name: outer
                  service: my-service
                  paths: [/b]
                plugins:
                - {name: key-auth, service: 0855b320-0dd2-547d-891d-601e9b38647f}
                """);
        UUID service = UUID.fromString("0855b320-0dd2-547d-891d-601e9b38647f");
        assertEquals(service, config.topology().services().get(0).id());
        assertEquals("example.com", config.topology().services().get(0).host());
        for (Route route : config.topology().routes())
            assertEquals(service, route.service().id());
        PluginConfig limit = config.topology().plugins().stream()
                .filter(plugin -> plugin.name().equals("rate-limiting"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "inner",
                config.topology().routes().stream()
                        .filter(route -> route.id().equals(limit.route().id()))
                        .findFirst()
                        .orElseThrow()
                        .name());
        assertEquals("local", limit.config().path("policy").asText(), "defaults are filled in");
        assertEquals(NOW, config.topology().services().get(0).createdAt());
    }

    @Test
    void ids_are_the_same_at_every_reading() {
        String text = """
                _format_version: "3.0"
                services:
                - host: example.com
                  routes:
                  - paths: [/a]
                  - paths: [/b]
                """;
        assertEquals(good(text).topology(), good(text).topology());
        assertEquals(
                2,
                good(text).topology().routes().stream()
                        .map(Route::id)
                        .distinct()
                        .count());
    }

    @Test
    void consumers_bring_their_keys_and_their_groups() {
        LoadedConfig config = good("""
                _format_version: "3.0"
                _info: {select_tags: [team]}
                consumer_groups:
                - name: gold
                - name: silver
                  consumers: [{username: ann}]
                consumers:
                - username: ann
                  groups: [{name: gold}]
                  keyauth_credentials:
                  - key: a-key-of-ann
                keyauth_credentials:
                - {consumer: ann, key: another-key-of-ann, ttl: 60}
                """);
        Consumer ann = config.identities().get(0).consumer();
        assertEquals(List.of("gold", "silver"), ann.groups());
        assertEquals(2, config.identities().get(0).credentials().size());
        assertEquals(
                (NOW + 60) * 1000,
                config.identities().get(0).credentials().stream()
                        .filter(key -> key.expiresAt() != null)
                        .findFirst()
                        .orElseThrow()
                        .expiresAt());
        assertFalse(config.of(Kind.KEYAUTH_CREDENTIALS).toString().contains("a-key-of-ann"), "only digests are kept");
    }

    @Test
    void credentials_of_every_kind_and_groups_may_be_nested_or_stand_alone() {
        LoadedConfig config = good("""
                _format_version: "3.0"
                consumers:
                - username: ann
                  basicauth_credentials: [{username: ann-b, password: open-sesame}]
                  hmacauth_credentials: [{username: ann-h, secret: hush}]
                  jwt_secrets: [{key: ann-j, secret: hush-too}]
                  acls: [{group: readers}]
                - username: ben
                basicauth_credentials: [{consumer: ben, username: ben-b, password: open-sesame}]
                acls: [{consumer: ben, group: readers}, {consumer: ann, group: writers}]
                """);
        assertEquals(
                List.of("readers", "writers"),
                config.identities().get(0).consumer().aclGroups());
        assertEquals(List.of("readers"), config.identities().get(1).consumer().aclGroups());
        assertEquals(3, config.identities().get(0).credentials().size());
        assertFalse(config.toString().contains("open-sesame"), "of passwords only digests are kept");
        List<String> digests = config.of(Kind.BASICAUTH_CREDENTIALS).stream()
                .map(credential -> ((BasicAuthCredential) credential).digest())
                .toList();
        assertEquals(2, digests.stream().distinct().count(), "equal passwords do not look equal");
        assertFalse(config.identities().toString().contains("hush"), "no secret gets into a log");
    }

    @Test
    void passwords_that_are_digests_already_stay_so() {
        String text = """
                _format_version: "3.0"
                _transform: false
                consumers: [{username: ann, basicauth_credentials: [{username: ann, password: %s}]}]
                """;
        String sha1 = "f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0";
        Record credential =
                good(text.formatted(sha1)).of(Kind.BASICAUTH_CREDENTIALS).get(0);
        String consumer = ((BasicAuthCredential) credential).consumer().id().toString();
        assertEquals("sha1:" + consumer + ":" + sha1, ((BasicAuthCredential) credential).digest());
        assertTrue(problems(text.formatted("plain")).contains("expected hmac-sha256:"));
    }

    @Test
    void a_group_is_the_consumers_own_and_a_username_is_nobody_elses() {
        assertEquals("""
                consumers.2.basicauth_credentials.1: uniqueness violation: 'basicauth_credentials' entity with username set to 'a' \
                already declared
                consumers.1.acls.2: uniqueness violation: 'acls' entity with group set to 'g' already declared""", problems("""
                        _format_version: "3.0"
                        consumers:
                        - {username: ann, acls: [{group: g}, {group: g}], basicauth_credentials: [{username: a, password: x}]}
                        - {username: ben, acls: [{group: g}], basicauth_credentials: [{username: a, password: y}]}
                        """));
    }

    @Test
    void what_a_gateway_writes_of_its_configuration_it_reads_again() {
        LoadedConfig config = good("""
                _format_version: "3.0"
                consumers:
                - {username: ann, acls: [{group: g}], basicauth_credentials: [{username: a, password: x}]}
                """);
        ObjectNode again = ConfigJson.MAPPER.createObjectNode();
        again.put("_format_version", "3.0").put("_transform", false);
        for (Kind<?> kind : Kind.ALL) {
            ArrayNode list = again.putArray(kind.wireName());
            config.of(kind).forEach(entity -> list.add(ConfigJson.write(entity)));
        }
        assertEquals(
                config.entities(),
                DOCUMENTS.read(again, NOW).config().orElseThrow().entities());
    }

    @Test
    void a_url_with_a_placeholder_is_told_and_wins_over_the_protocol_beside_it() {
        assertEquals("""
                services.1.url: has a placeholder that nothing has filled in: http://api-${STAGE}.example""", problems("""
                        _format_version: "3.0"
                        services:
                        - {name: one, url: "http://api-${STAGE}.example", protocol: ws}
                        - {name: two, url: "http://api.example", protocol: ws}
                        """));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_with_its_place() {
        assertEquals("""
                upstreamz: unknown field: this gateway has no entities of that kind
                services.2: uniqueness violation: 'services' entity with name set to 'one' already declared
                plugins.2.service: invalid reference 'service: nobody' (no such entry in 'services')
                services.3.host: required field missing
                services.1.routes.1.paths.1: must not have empty segments
                plugins.1.name: plugin 'made-up' is not one of this gateway's; it has: %s
                plugins.2.config.minute: expected an integer""".formatted(String.join(", ", new Plugins(BuiltIn.all()).names())), problems("""
                        _format_version: "3.0"
                        upstreamz: []
                        services:
                        - {name: one, host: a.example, routes: [{paths: [/a//b]}]}
                        - {name: one, host: b.example}
                        - {name: three}
                        plugins:
                        - name: made-up
                        - {name: rate-limiting, service: nobody, config: {minute: many}}
                        """));
    }

    @Test
    void the_same_key_for_two_is_refused_without_being_told() {
        String told = problems("""
                _format_version: "3.0"
                consumers:
                - {username: ann, keyauth_credentials: [{key: shared-secret}]}
                - {username: ben, keyauth_credentials: [{key: shared-secret}]}
                """);
        assertTrue(told.startsWith("consumers.2.keyauth_credentials.1: uniqueness violation"), told);
        assertFalse(told.contains("shared-secret"), told);
    }

    @Test
    void before_3_0_a_path_with_letters_of_a_regex_was_one() {
        LoadedConfig config = good("""
                _format_version: "1.1"
                services:
                - {host: a.example, routes: [{paths: ["/users/[0-9]+", /plain]}]}
                """);
        assertEquals(
                List.of("~/users/[0-9]+", "/plain"),
                config.topology().routes().get(0).paths());
    }

    @Test
    void shared_plugin_configs_are_filled_in() {
        LoadedConfig config = good("""
                _format_version: "3.0"
                _plugin_configs: {tight: {minute: 5, policy: local}}
                plugins:
                - {name: rate-limiting, _config: tight, config: {minute: 6}}
                """);
        assertEquals(
                6, config.topology().plugins().get(0).config().path("minute").asInt());
    }

    @Test
    void anchors_work_and_cannot_be_made_a_weapon() {
        good("""
                _format_version: "3.0"
                services:
                - &base {name: one, host: a.example}
                - {<<: *base, name: two}
                """);
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        assertTrue(problems(bomb.toString()).contains("anchors"), "an alias bomb");
        StringBuilder key = new StringBuilder("? [&a0 [x, x]");
        for (int i = 1; i < 26; i++) key.append(", &a%d [*a%d, *a%d]".formatted(i, i - 1, i - 1));
        assertTrue(problems(key + ", *a25]\n: 1").contains("a key must be plain text"), "a bomb in a key");
        assertTrue(problems("services: &a [*a]").contains("nested deeper"), "a list in itself");
        assertTrue(problems("a: " + "[".repeat(5_000) + "]".repeat(5_000)).contains("Nesting"), "deep");
    }

    @Test
    void what_is_no_document_is_told() {
        assertEquals(": failed parsing declarative configuration: expected an object", problems("just words"));
        assertTrue(problems("services: [\n- a").contains("line 2"), problems("services: [\n- a"));
        assertTrue(problems("{\"services\": []}").contains("_format_version: required field missing"));
        assertTrue(problems("_format_version: \"4.0\"").contains("expected one of: 1.1, 2.1, 3.0"));
    }
}
