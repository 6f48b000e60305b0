package io.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What files of Kong's may say beyond the fields that are served. */
class ForeignFieldsTest {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String ID = "11111111-1111-1111-1111-111111111111";

    @Test
    void everything_wrong_with_headers_and_snis_is_told_at_once() {
        assertEquals(
                Map.of(
                        "headers.Host",
                                "cannot contain 'host' header, which must be specified in the 'hosts' attribute",
                        "headers.a b", "invalid value: a b; expected a name without spaces",
                        "headers.x", "length must be at least 1",
                        "snis.1", "invalid value: *.a.com; expected a host name without '*'"),
                problems(Kind.ROUTES, "{headers: {Host: [a], a b: [c], x: []}, snis: ['*.a.com', a.com.]}"));
        assertEquals(Map.of("headers.x", "expected a list"), problems(Kind.ROUTES, "{headers: {x: y}}"));
    }

    @Test
    void what_cannot_be_honoured_is_refused_with_a_reason_unless_it_is_unset() {
        accepted(
                Kind.SERVICES,
                "{host: a, tls_verify: true, tls_verify_depth: null, ca_certificates: [], client_certificate: null}");
        accepted(Kind.ROUTES, "{paths: [/a], sources: null, destinations: null}");
        assertEquals(
                Map.of(
                        "tls_verify_depth", "value should be between 0 and 64",
                        "tls_sans", "is not available: a certificate must name the upstream's host"),
                problems(
                        Kind.SERVICES,
                        "{host: a, protocol: grpcs, tls_verify: false, tls_verify_depth: 65, ca_certificates: [" + ID
                                + "], tls_sans: {dnsnames: [a]}, client_certificate: {id: " + ID + "}}"));
        assertEquals(
                Map.of(
                        "sources", "is not available: only HTTP is proxied, so there are no stream routes",
                        "protocols.1",
                                "'ws' is not available: WebSockets pass over http and https; expected one of: http, https, grpc, grpcs"),
                problems(Kind.ROUTES, "{paths: [/a], protocols: [ws], sources: [{port: 1}]}"));
    }

    @Test
    void a_certificate_can_be_shown_only_where_there_is_tls() {
        for (String protocol : new String[] {"https", "grpcs"})
            accepted(Kind.SERVICES, "{host: a, protocol: " + protocol + ", client_certificate: {id: " + ID + "}}");
        assertEquals(
                Map.of("client_certificate", "value must be null when protocol is 'http'"),
                problems(Kind.SERVICES, "{host: a, client_certificate: {id: " + ID + "}}"));
    }

    @Test
    void a_plugin_may_name_any_protocol_of_kongs() {
        accepted(
                Kind.PLUGINS,
                "{name: cors, protocols: [grpc, grpcs, http, https, tcp, tls, tls_passthrough, udp, ws, wss]}");
    }

    private static void accepted(Kind<?> kind, String document) {
        assertEquals(Map.of(), problems(kind, document));
    }

    private static Map<String, String> problems(Kind<?> kind, String document) {
        Map<String, String> problems = new TreeMap<>();
        try {
            kind.read(YAML.readTree(document))
                    .problems()
                    .forEach(problem -> problems.put(problem.field(), problem.message()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems;
    }
}
