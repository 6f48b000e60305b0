package io.gatehouse.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.MovableClock;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.node.NodeOptions;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.proxy.Dialect;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line for each call, of which a client decides nothing but its own words. */
class AccessLogTest {
    @TempDir
    Path folder;

    private List<String> lines(AccessLine form, String... requests) throws Exception {
        Path file = folder.resolve("access.log");
        Vertx vertx = Vertx.vertx();
        try (RawUpstream upstream = new RawUpstream()) {
            AccessLog log = new AccessLog(form, file.toString());
            GatewayNode node = new GatewayNode(
                    vertx,
                    NodeOptions.on("127.0.0.1", 0, Dialect.own("test")),
                    new Plugins(BuiltIn.all()),
                    GatewayHarness.DIGEST,
                    log.with(call -> {}),
                    new MovableClock("2026-01-01T00:00:30Z"));
            int port = GatewayHarness.await(node.start());
            assertEquals(List.of(), node.topology(Topologies.everythingTo(upstream.port())));
            try (RawClient client = new RawClient(port)) {
                for (String request : requests) client.send(request).answer();
            }
            Patience.until("all lines", () -> read(file).size() == requests.length);
            assertEquals(0, log.dropped());
            return read(file);
        } finally {
            GatewayHarness.await(vertx.close());
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void text_is_as_nginx_writes_it() throws Exception {
        String line = lines(
                        AccessLine.TEXT,
                        "GET /a%20b?apikey=s3cr3t&x=1 HTTP/1.1\r\nHost: a\r\nUser-Agent: x\"y\\z\u00e9\r\n"
                                + "Referer: https://r.example/?token=s3cr3t\r\nAuthorization: Bearer s3cr3t\r\n\r\n")
                .get(0);
        assertFalse(line.contains("s3cr3t"), line);
        assertTrue(
                line.matches(
                        "127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000] "
                                + "\"GET /a%20b\\?apikey=REDACTED&x=1 HTTP/1\\.1\" 200 2 "
                                + "\"https://r\\.example/\\?token=REDACTED\" \"x\\\\x22y\\\\x5Cz\\\\xE9\" \\d+ \\d+ [0-9a-f]{32}"),
                line);
    }

    @Test
    void json_says_what_each_number_is() throws Exception {
        List<String> lines = lines(
                AccessLine.JSON, "GET /a?key=s3cr3t HTTP/1.1\r\nHost: a\r\n\r\n", "GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
        assertFalse(lines.toString().contains("s3cr3t"), lines.toString());
        JsonNode call = new ObjectMapper().readTree(lines.get(0));
        assertEquals("/a?key=REDACTED", call.path("uri").asText());
        assertEquals(200, call.path("status").asInt());
        assertEquals(2, call.path("response_bytes").asInt());
        assertEquals("origin", call.path("service").asText());
        assertEquals("all", call.path("route").asText());
    }
}
