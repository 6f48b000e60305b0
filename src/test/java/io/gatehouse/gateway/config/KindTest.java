package io.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindTest {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String REQUIRED = "required field missing";
    private static final String ID = "11111111-1111-1111-1111-111111111111";

    @Test
    void what_a_service_leaves_out_gets_its_default_and_the_rest_is_written_as_null() {
        Service service = read(Kind.SERVICES, "{id: " + ID + ", name: weather, host: weather.example.com}");
        assertEquals(yaml("""
                        {id: 11111111-1111-1111-1111-111111111111, name: weather, protocol: http, host: weather.example.com,
                         port: 80, path: null, connect_timeout: 60000, write_timeout: 60000, read_timeout: 60000, retries: 5,
                         enabled: true, tls_verify: null, tls_verify_depth: null, ca_certificates: null, client_certificate: null, http2: false,
                         tags: null, created_at: null, updated_at: null}"""), written(Kind.SERVICES, service));
    }

    @Test
    void what_a_route_leaves_out_gets_its_default_and_an_empty_list_is_no_criterion() {
        Route route = read(Kind.ROUTES, "{paths: [/a], hosts: [], service: {id: " + ID + "}}");
        assertEquals(yaml("""
                        {id: null, name: null, service: {id: 11111111-1111-1111-1111-111111111111}, protocols: [http, https],
                         methods: null, hosts: null, paths: [/a], headers: null, snis: null, https_redirect_status_code: 426, regex_priority: 0,
                         strip_path: true, path_handling: v0, preserve_host: false, request_buffering: true,
                         response_buffering: true, tags: null, created_at: null, updated_at: null}"""), written(Kind.ROUTES, route));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://api.example.com/v1,       https, api.example.com, 443,  /v1",
                "http://api.example.com,           http,  api.example.com, 80,   -",
                "http://127.0.0.1:9000/,           http,  127.0.0.1,       9000, /",
                "HTTPS://[::1]:8443/a/b,           https, [::1],           8443, /a/b",
            })
    void a_url_stands_for_protocol_host_port_and_path(String url, String protocol, String host, int port, String path) {
        Service service = read(Kind.SERVICES, "{url: '" + url + "'}");
        assertEquals(
                List.of(protocol, host, port, String.valueOf(path)),
                List.of(service.protocol(), service.host(), service.port(), String.valueOf(service.path())));
    }

    @Test
    void everything_wrong_with_a_service_is_told_at_once() {
        assertEquals(
                Map.of(
                        "hots",
                                "unknown field; known are: ca_certificates, client_certificate, connect_timeout, created_at, enabled, host, http2, id, name,"
                                        + " path, port, protocol, read_timeout, retries, tags, tls_verify, tls_verify_depth,"
                                        + " updated_at, write_timeout",
                        "name",
                                "invalid value 'my service': it must only contain alphanumeric and '., -, _, ~' characters",
                        "port", "value should be between 0 and 65535",
                        "protocol", "'ftp' is not available; expected one of: http, https, grpc, grpcs",
                        "path", "should start with: /",
                        "retries", "expected an integer",
                        "host", "required field missing",
                        "tags.2", "invalid tag 'a,b': a tag has neither ',' nor '/'"),
                problems(
                        Kind.SERVICES,
                        "{hots: x, name: my service, port: 70000, protocol: ftp, path: v1, retries: many, tags: [a, 'a,b']}"));
    }

    @Test
    void everything_wrong_with_a_route_is_told_at_once() {
        assertEquals(
                Map.of(
                        "protocols.1", "'ftp' is not available; expected one of: http, https, grpc, grpcs",
                        "methods.2", "invalid value: get",
                        "hosts.1", "invalid wildcard in 'a.*.com': it must stand for the first or the last label",
                        "hosts.2", "invalid wildcard in '*.a.*': only one '*' is allowed",
                        "hosts.3", "invalid port in 'a.com:x'",
                        "paths.1", "should start with: / (fixed path) or ~/ (regex path)",
                        "paths.2", "must not have empty segments",
                        "paths.3", "non-normalized path, consider use '/A%2Fb' instead",
                        "paths.4", "must not have the segments '.' or '..'",
                        "service.id", "expected a valid UUID"),
                problems(Kind.ROUTES, """
                        {protocols: [ftp], methods: [GET, get], hosts: [a.*.com, '*.a.*', 'a.com:x'],
                         paths: [a, //, /%41%2fb, /a/../b, '~/(', /ok], service: {id: 1-1-1-1-1}}"""));
    }

    @Test
    void a_route_without_any_criterion_would_take_everything_and_is_refused() {
        assertEquals(
                Map.of(
                        "",
                        "at least one of these fields must be non-empty: 'methods', 'hosts', 'headers', 'paths', 'snis'"),
                problems(Kind.ROUTES, "{paths: []}"));
        assertEquals(
                Map.of("", "at least one of these fields must be non-empty: 'methods', 'hosts', 'headers', 'paths'"),
                problems(Kind.ROUTES, "{protocols: [http], headers: {}, snis: [a.com]}"));
    }

    @Test
    void no_rule_is_told_broken_because_of_a_field_that_could_not_be_read() {
        assertEquals(Map.of("paths", "expected a list"), problems(Kind.ROUTES, "{paths: /a}"));
    }

    @Test
    void a_plugin_is_for_a_consumer_or_for_a_group_but_not_for_both() {
        assertEquals(
                Map.of("", "only one or none of these fields must be set: 'consumer', 'consumer_group'"),
                problems(Kind.PLUGINS, "{name: cors, consumer: {id: " + ID + "}, consumer_group: {id: " + ID + "}}"));
    }

    @Test
    void a_reference_must_say_what_it_refers_to() {
        assertEquals(Map.of("route", "missing primary key"), problems(Kind.PLUGINS, "{name: cors, route: {}}"));
    }

    @Test
    void a_consumer_needs_a_name_and_its_registrations_name_services() {
        assertEquals(
                Map.of("", "at least one of these fields must be non-empty: 'custom_id', 'username'"),
                problems(Kind.CONSUMERS, "{}"));
        assertEquals(
                Map.of("registrations.weather", "expected a valid UUID"),
                problems(Kind.CONSUMERS, "{username: a, registrations: {weather: free}}"));
        Consumer consumer = read(Kind.CONSUMERS, "{username: a, registrations: {" + ID + ": free}}");
        assertEquals(Map.of(UUID.fromString(ID), "free"), consumer.registrations());
    }

    @Test
    void acl_groups_are_entities_and_no_field_of_a_consumer() {
        assertTrue(problems(Kind.CONSUMERS, "{username: a, acl_groups: [g]}").containsKey("acl_groups"));
        Consumer consumer = read(Kind.CONSUMERS, "{username: a}").withAclGroups(List.of("g"));
        assertFalse(Kind.CONSUMERS.write(consumer).has("acl_groups"));
    }

    @Test
    void a_credential_says_what_it_lacks_and_never_what_it_holds() {
        assertEquals(
                Map.of("username", REQUIRED, "password", REQUIRED),
                problems(Kind.BASICAUTH_CREDENTIALS, "{consumer: {id: " + ID + "}}"));
        assertEquals(
                Map.of("consumer", REQUIRED, "secret", REQUIRED), problems(Kind.HMACAUTH_CREDENTIALS, "{username: a}"));
        assertEquals(Map.of("key", REQUIRED, "secret", REQUIRED), problems(Kind.JWT_SECRETS, ofConsumer("")));
        assertEquals(Map.of("group", REQUIRED), problems(Kind.ACLS, ofConsumer("")));
        assertTrue(problems(Kind.ACLS, ofConsumer("group: \"a\\nX-Admin: 1\"")).containsKey("group"));
        assertTrue(problems(Kind.ACLS, ofConsumer("group: " + "g".repeat(256))).containsKey("group"));
        Record secret = read(Kind.JWT_SECRETS, ofConsumer("key: a, secret: hush"));
        assertFalse(secret.toString().contains("hush"));
    }

    @Test
    void a_public_key_must_fit_its_algorithm() {
        assertEquals(Map.of("algorithm", "'none'"), firstWords(ofConsumer("key: a, algorithm: none")));
        assertEquals(Map.of("rsa_public_key", "required"), firstWords(ofConsumer("key: a, algorithm: RS256")));
        String small =
                "-----BEGIN PUBLIC KEY-----\\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC9cTMYlSvb3yElLq68jnbC1Rom\\nNOrwHR+u7w6KFOXNeZyypFbJsvYWnt9wDKvyggFQs+T1AZpShYWG4rdFjNKaCtew\\n9degDXfNjH75OmtcgQcPD6f5y7HQLZQKwAs1HpRT5jbqznboG89ibjLDia2dYNvH\\nCFKO7D3bYJ7xXqpOtwIDAQAB\\n-----END PUBLIC KEY-----";
        String curve =
                "-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5BnjwDnUfSi8xfnh9s3LVXqXTCvJ\\neOPZZvsOz3iF2vZaKNC3CBoFjyc1AyqnvNOlip0Meah8/uCp9DLRlwaZEw==\\n-----END PUBLIC KEY-----";
        for (String unfit : List.of("x", small, curve))
            assertEquals(
                    Map.of("rsa_public_key", "invalid"),
                    firstWords(ofConsumer("key: a, algorithm: PS256, rsa_public_key: \"" + unfit + "\"")));
        assertEquals(
                Map.of("rsa_public_key", "invalid"),
                firstWords(ofConsumer("key: a, algorithm: ES384, rsa_public_key: \"" + curve + "\"")));
        read(Kind.JWT_SECRETS, ofConsumer("key: a, algorithm: ES256, rsa_public_key: \"" + curve + "\""));
    }

    private static String ofConsumer(String fields) {
        return "{consumer: {id: " + ID + "}" + (fields.isEmpty() ? "" : ", " + fields) + "}";
    }

    private static Map<String, String> firstWords(String jwtSecret) {
        Map<String, String> problems = problems(Kind.JWT_SECRETS, jwtSecret);
        problems.replaceAll((field, problem) -> problem.substring(0, problem.indexOf(' ')));
        return problems;
    }

    @Test
    void a_problem_says_which_entity_it_is_about() {
        ConfigProblem problem = Kind.SERVICES
                .read(yaml("{id: " + ID + ", name: weather, host: h, port: -1}"))
                .problems()
                .get(0);
        assertEquals(
                new ConfigProblem(
                        "services", UUID.fromString(ID), "weather", "port", "value should be between 0 and 65535"),
                problem);
    }

    @Test
    void anything_but_a_record_is_refused() {
        assertEquals(Map.of("", "expected a record"), problems(Kind.SERVICES, "[1]"));
    }

    @Test
    void a_kind_tells_the_key_the_id_and_the_references_of_an_entity() {
        PluginConfig plugin =
                read(Kind.PLUGINS, "{id: " + ID + ", name: cors, instance_name: open, service: {id: " + ID + "}}");
        assertEquals("open", Kind.PLUGINS.key(plugin));
        assertEquals(UUID.fromString(ID), Kind.PLUGINS.id(plugin));
        assertEquals(UUID.fromString(ID), Kind.PLUGINS.reference(plugin, "service"));
        assertNull(Kind.PLUGINS.reference(plugin, "route"));
    }

    @Test
    void every_kind_is_found_by_its_name_and_its_fields_exist() {
        for (Kind<?> kind : Kind.ALL) {
            assertSame(kind, Kind.named(kind.wireName()).orElseThrow());
            List<String> fields = List.of(kind.type().getRecordComponents()).stream()
                    .map(component -> ConfigJson.wireName(component.getName()))
                    .toList();
            assertTrue(fields.containsAll(kind.uniqueFields()), kind.wireName());
            kind.references().forEach(reference -> assertTrue(fields.contains(reference.field()), kind.wireName()));
            assertTrue(fields.contains("id"), kind.wireName());
        }
    }

    private static <E extends Record> E read(Kind<E> kind, String document) {
        Reading<E> reading = kind.read(yaml(document));
        assertEquals(List.of(), reading.problems());
        return reading.entity().orElseThrow();
    }

    private static Map<String, String> problems(Kind<?> kind, String document) {
        Map<String, String> problems = new TreeMap<>();
        kind.read(yaml(document)).problems().forEach(problem -> {
            String field = problem.field() == null ? "" : problem.field();
            assertEquals(null, problems.put(field, problem.message()), "told twice");
        });
        return problems;
    }

    private static <E extends Record> JsonNode written(Kind<E> kind, E entity) {
        return yaml(kind.write(entity).toString());
    }

    private static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
