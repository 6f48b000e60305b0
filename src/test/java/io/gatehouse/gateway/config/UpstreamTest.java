package io.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {
    private static final String OWNER = "upstream: {id: 11111111-1111-1111-1111-111111111111}";

    @Test
    void what_an_upstream_leaves_out_gets_its_default() {
        assertEquals(
                yaml("""
                {id: null, name: a.internal, algorithm: round-robin, hash_on: none, hash_fallback: none,
                 hash_on_header: null, hash_fallback_header: null, hash_on_cookie: null, hash_on_cookie_path: /,
                 hash_on_query_arg: null, hash_fallback_query_arg: null, hash_on_uri_capture: null,
                 hash_fallback_uri_capture: null, slots: 10000, host_header: null, client_certificate: null, use_srv_name: false,
                 slow_start: 0, tags: null,
                 created_at: null, updated_at: null,
                 healthchecks: {
                   threshold: 0,
                   active: {
                     type: http, timeout: 1, concurrency: 10, http_path: /, https_sni: null,
                     https_verify_certificate: true, headers: null,
                     healthy: {interval: 0, http_statuses: [200, 302], successes: 0},
                     unhealthy: {interval: 0, http_statuses: [429, 404, 500, 501, 502, 503, 504, 505],
                                 tcp_failures: 0, timeouts: 0, http_failures: 0}},
                   passive: {
                     type: http,
                     healthy: {successes: 0, http_statuses: [200, 201, 202, 203, 204, 205, 206, 207, 208, 226,
                               300, 301, 302, 303, 304, 305, 306, 307, 308]},
                     unhealthy: {http_statuses: [429, 500, 503], tcp_failures: 0, timeouts: 0, http_failures: 0}}}}
                """),
                yaml(Kind.UPSTREAMS.write(upstream("name: a.internal")).toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "round-robin,        ip,   consistent-hashing, ip",
        "consistent-hashing, none, round-robin,        none",
        "consistent-hashing, '',   round-robin,        none",
        "least-connections,  ip,   least-connections,  none",
        "latency,            ip,   latency,            none",
        "'',                 path, consistent-hashing, path",
    })
    void what_is_hashed_decides_the_algorithm(String algorithm, String on, String stored, String storedOn) {
        Upstream upstream = upstream("name: a, algorithm: " + orNull(algorithm) + ", hash_on: " + orNull(on));
        assertEquals(stored, upstream.algorithm());
        assertEquals(storedOn, upstream.hashOn());
    }

    @Test
    void everything_wrong_with_an_upstream_is_told_at_once() {
        assertEquals(
                Map.of(
                        "name", "Invalid name ('10.0.0.1'); must be a hostname",
                        "algorithm",
                                "'fastest' is not available; expected one of: consistent-hashing, latency, least-connections,"
                                        + " round-robin",
                        "hash_on_header", "required field missing",
                        "slots", "value should be between 10 and 65536",
                        "host_header", "invalid value: a b",
                        "healthchecks.active.healthy.interval", "value should be between 0 and 65535",
                        "healthchecks.passive.unhealthy.http_statuses.2", "value should be between 100 and 999"),
                problems(Kind.UPSTREAMS, """
                        {name: 10.0.0.1, algorithm: fastest, hash_on: header, slots: 9,
                         host_header: a b,
                         healthchecks: {active: {healthy: {interval: -1}},
                                        passive: {unhealthy: {http_statuses: [500, 5]}}}}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "'slow_start: -1', value should be between 0 and 3600",
        "'slow_start: 3601', value should be between 0 and 3600",
        "'slow_start: 10, hash_on: ip', value must be 0 when algorithm is consistent-hashing",
    })
    void nonsense_about_a_slow_start_is_refused(String fields, String problem) {
        assertEquals(Map.of("slow_start", problem), problems(Kind.UPSTREAMS, "{name: a, " + fields + "}"));
    }

    @Test
    void what_cannot_be_honoured_is_refused_unless_it_is_null() {
        assertEquals(
                Map.of(),
                problems(Kind.UPSTREAMS, "{name: a, client_certificate: null, sticky_sessions_cookie: null}"));
        assertEquals(
                Map.of(
                        "sticky_sessions_cookie",
                        "is not available: hash_on 'cookie' brings clients back to their target"),
                problems(Kind.UPSTREAMS, "{name: a, sticky_sessions_cookie: sticky}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hash_fallback: ip",
                "hash_on: cookie, hash_on_cookie: c, hash_fallback: ip",
                "hash_on: ip, hash_fallback: ip",
                "hash_on: header, hash_on_header: a, hash_fallback: header, hash_fallback_header: a",
            })
    void a_fallback_is_something_else_than_what_it_stands_in_for(String fields) {
        assertEquals(1, problems(Kind.UPSTREAMS, "{name: a, " + fields + "}").size());
    }

    @Test
    void a_fallback_may_be_another_header() {
        assertEquals(
                Map.of(),
                problems(
                        Kind.UPSTREAMS,
                        "{name: a, hash_on: header, hash_on_header: a, hash_fallback: header, hash_fallback_header: b}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'X Y': [a]}", "{X: ['a\u0007b']}", "{X: [null]}"})
    void headers_of_a_check_cannot_end_their_line(String headers) {
        String document = "{name: a, healthchecks: {active: {headers: " + headers.replace("'", "\"") + "}}}";
        assertEquals(
                1,
                problems(Kind.UPSTREAMS, document.replace("\u0007", "\\r\\n")).size());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,       10.0.0.1:8000, 10.0.0.1, 8000",
        "a.example:80,   a.example:80,  a.example, 80",
        "'[::1]',        '[::1]:8000',  ::1,      8000",
        "'[::1]:9000',   '[::1]:9000',  ::1,      9000",
    })
    void a_target_without_port_gets_one(String given, String stored, String host, int port) {
        Target target = Kind.TARGETS
                .read(yaml("{target: '" + given + "', " + OWNER + "}"))
                .entity()
                .orElseThrow();
        assertEquals(stored, target.target());
        assertEquals(host, target.host());
        assertEquals(port, target.port());
        assertEquals(100, target.weight());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a:0", "a:99999", "*.a", "::1", "a/b"})
    void what_is_no_address_is_no_target(String target) {
        assertEquals(
                1,
                problems(Kind.TARGETS, "{target: '" + target + "', " + OWNER + "}")
                        .size());
    }

    @Test
    void everything_wrong_with_a_target_is_told_at_once() {
        assertEquals(
                Map.of(
                        "target", "required field missing",
                        "upstream", "required field missing",
                        "weight", "value should be between 0 and 65535"),
                problems(Kind.TARGETS, "{weight: 65536}"));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? "null" : text;
    }

    private static Upstream upstream(String fields) {
        Reading<Upstream> reading = Kind.UPSTREAMS.read(yaml("{" + fields + "}"));
        return reading.entity().orElseThrow(() -> new AssertionError(reading.problems()));
    }

    private static Map<String, String> problems(Kind<?> kind, String document) {
        Map<String, String> problems = new TreeMap<>();
        kind.read(yaml(document)).problems().forEach(problem -> problems.put(problem.field(), problem.message()));
        return problems;
    }

    private static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
