package io.gatehouse.catalog.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayServersTest {
    private static final URI GATEWAY = URI.create("https://gate.example.com:8443/weather");
    private static final SpecParser PARSER = new SpecParser();

    @Test
    void yaml_keeps_everything_but_the_lines_of_its_addresses() {
        String before = """
                # Our forecasts
                openapi: 3.1.0
                servers: # ours
                  - url: https://upstream.example.com/{stage}
                    variables: {stage: {default: live}}

                # About
                info:
                  title: Weather   # the API
                  version: "1"

                # All of them
                paths:
                  /places:
                    get: {responses: {'200': {description: All places}}}
                """;
        assertEquals("""
                # Our forecasts
                openapi: 3.1.0

                # About
                info:
                  title: Weather   # the API
                  version: "1"
                servers:
                  - url: "https://gate.example.com:8443/weather"

                # All of them
                paths:
                  /places:
                    get: {responses: {'200': {description: All places}}}
                """, served(before));
    }

    @Test
    void a_document_without_addresses_gets_one() {
        assertOnlyGateway(served("openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths: {}"));
    }

    @Test
    void swagger_has_its_own_members_for_it() {
        String text = served("""
                {"swagger": "2.0", "host": "upstream.example.com", "schemes": ["http"],
                 "info": {"title": "T", "version": "1"},
                 "paths": {"/places": {"get": {"schemes": ["http"], "responses": {"200": {"description": "All"}}}}}}
                """);
        assertOnlyGateway(text);
        assertFalse(text.contains("upstream.example.com"), text);
        assertEquals(text.indexOf("schemes"), text.lastIndexOf("schemes"), "the operation has none of its own");
        assertOnlyGateway(served(
                "swagger: '2.0'\nhost: a.example.com\nbasePath: /v1\ninfo:\n  title: T\n  version: '1'\npaths: {}\n"));
    }

    @Test
    void paths_and_operations_lose_theirs() {
        String text = served("""
                openapi: 3.0.0
                info: {title: T, version: '1'}
                paths:
                  /places:
                    servers: [{url: https://path.example.com}]
                    get:
                      servers: [{url: https://operation.example.com}]
                      responses: {'200': {description: All places}}
                """);
        assertOnlyGateway(text);
        assertFalse(text.contains("path.example.com") || text.contains("operation.example.com"), text);
        assertTrue(text.contains("All places"), text);
    }

    static List<Path> corpus() {
        return Corpus.files("real", "pairs");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("corpus")
    void real_specs_stay_what_they_are(Path file) {
        byte[] source = Corpus.bytes(file);
        Spec before = PARSER.read(source);
        byte[] changed = GatewayServers.in(before, source, GATEWAY);
        Spec after = PARSER.read(changed);
        assertEquals(
                List.of(GATEWAY.toString()),
                after.servers().stream().map(Spec.Server::url).toList());
        assertEquals(before.title(), after.title());
        assertEquals(before.operations().size(), after.operations().size());
        assertEquals(before.securitySchemes(), after.securitySchemes());
    }

    private static String served(String document) {
        byte[] source = document.getBytes(StandardCharsets.UTF_8);
        return new String(GatewayServers.in(PARSER.read(source), source, GATEWAY), StandardCharsets.UTF_8);
    }

    private static void assertOnlyGateway(String text) {
        Spec spec = PARSER.read(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of(GATEWAY.toString()),
                spec.servers().stream().map(Spec.Server::url).toList(),
                text);
    }
}
