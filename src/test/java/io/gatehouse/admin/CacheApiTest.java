package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of the cache and take out of it, by the keys that answers carry. */
class CacheApiTest {
    private static final String PLUGIN = "6b1cf8a5-8a32-4f36-b6f0-3c4d3a0d9c11";
    private static final String OTHER = "6b1cf8a5-8a32-4f36-b6f0-3c4d3a0d9c12";
    private static final String CONFIG = """
            _format_version: "3.0"
            services:
            - name: weather
              url: http://127.0.0.1:%d
              routes:
              - {name: weather, paths: [/]}
            plugins:
            - {id: %s, name: proxy-cache, config: {strategy: memory, cache_ttl: 60}}
            - {id: %s, name: cors}
            """;

    @TempDir
    Path data;

    @Test
    void a_kept_answer_can_be_seen_and_dropped_by_its_key() throws Exception {
        try (RawUpstream origin = new RawUpstream();
                TestNode node = new TestNode(data)) {
            origin.answers(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 5\r\n\r\nhello");
            String config = CONFIG.formatted(origin.port(), PLUGIN, OTHER);
            assertEquals(201, node.post("/config", "application/yaml", config).statusCode());
            try (RawClient client = new RawClient(node.proxy())) {
                String key = key(ask(client, "Miss", "/a"));
                ask(client, "Hit", "/a");
                for (String path : new String[] {"/proxy-cache/" + key, "/proxy-cache/" + PLUGIN + "/caches/" + key}) {
                    shows(node.get(path), key);
                    assertEquals(204, node.delete(path).statusCode(), path);
                    assertEquals(404, node.get(path).statusCode(), path);
                    assertEquals(404, node.delete(path).statusCode(), path);
                    ask(client, "Miss", "/a");
                }
                for (String other : new String[] {OTHER, "weather", "proxy-cache"})
                    assertEquals(
                            404,
                            node.delete("/proxy-cache/" + other + "/caches/" + key)
                                    .statusCode(),
                            other);
                assertNotEquals(key, key(ask(client, "Miss", "/b")));
                assertEquals(204, node.delete("/proxy-cache").statusCode());
                ask(client, "Miss", "/a");
                ask(client, "Miss", "/b");
                assertEquals(405, node.get("/proxy-cache").statusCode());
                assertEquals(204, node.delete("/default/proxy-cache").statusCode());
                assertEquals(404, node.delete("/elsewhere/proxy-cache").statusCode());
            }
        }
    }

    private static void shows(HttpResponse<String> answer, String key) throws Exception {
        assertEquals(200, answer.statusCode());
        JsonNode kept = new ObjectMapper().readTree(answer.body());
        assertEquals(200, kept.path("status").asInt());
        assertEquals("hello", kept.path("body").asText());
        assertEquals(5, kept.path("body_len").asInt());
        assertEquals(60, kept.path("ttl").asInt());
        assertEquals(key, kept.path("headers").path("X-Cache-Key").asText());
        assertEquals("[\"1\",\"2\"]", kept.path("headers").path("X-A").toString());
    }

    private static String ask(RawClient client, String status, String path) throws Exception {
        String answer =
                client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        assertTrue(answer.contains("X-Cache-Status: " + status + "\r\n"), status + " but it is " + answer);
        return answer;
    }

    private static String key(String answer) {
        String key = answer.replaceAll("(?s).*X-Cache-Key: ([^\r]*)\r.*", "$1");
        assertTrue(key.matches("[0-9a-f]{64}"), answer);
        return key;
    }
}
