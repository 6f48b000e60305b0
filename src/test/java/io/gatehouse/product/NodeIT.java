package io.gatehouse.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway without a database, as a process of its own: told what to serve, and serving that when it comes back. */
class NodeIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Map<String, String> NODE = Map.of("GATEHOUSE_ROLE", "node", "GATEHOUSE_ADMIN_TOKEN", "secret");

    @TempDir
    Path folder;

    private HttpServer upstream;

    @BeforeEach
    void startUpstream() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", call -> {
            String consumer = call.getRequestHeaders().getFirst("X-Consumer-Username");
            byte[] body = (call.getRequestURI() + " for " + consumer).getBytes();
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
            call.close();
        });
        upstream.start();
    }

    @AfterEach
    void stopUpstream() {
        upstream.stop(0);
    }

    private String config() {
        return """
                _format_version: "3.0"
                services:
                - name: echo
                  url: http://127.0.0.1:%d/base
                  routes:
                  - name: echo
                    paths: [/echo]
                  plugins:
                  - name: key-auth
                consumers:
                - username: ann
                  keyauth_credentials:
                  - key: ann-has-a-long-key-of-her-own
                """.formatted(upstream.getAddress().getPort());
    }

    @Test
    void a_node_serves_what_it_was_told_also_after_a_restart() throws Exception {
        try (RunningGatehouse node = new RunningGatehouse(folder.resolve("data"), NODE).start()) {
            assertEquals(404, call(node, "ann-has-a-long-key-of-her-own").statusCode());
            assertEquals(
                    401, send(HttpRequest.newBuilder(node.admin("/config"))).statusCode());

            HttpResponse<String> loaded = post(node, "/config", "application/yaml", config());
            assertEquals(201, loaded.statusCode(), loaded.body());
            assertEquals(
                    "/base/x for ann",
                    call(node, "ann-has-a-long-key-of-her-own").body());
            assertEquals(401, call(node, "another").statusCode());
            assertEquals(
                    304,
                    post(node, "/config?check_hash=1", "application/yaml", config())
                            .statusCode());

            HttpResponse<String> bad = post(node, "/config?flatten_errors=1", "application/yaml", """
                    _format_version: "3.0"
                    services:
                    - name: echo
                    """);
            assertEquals(400, bad.statusCode());
            assertTrue(bad.body().contains("\"code\":14"), bad.body());
            assertTrue(bad.body().contains("\"entity_name\":\"echo\""), bad.body());
            assertEquals(200, call(node, "ann-has-a-long-key-of-her-own").statusCode());

            HttpResponse<String> write = post(node, "/services", "application/json", "{\"host\":\"x\"}");
            assertEquals(405, write.statusCode());
            assertTrue(write.body().contains("cannot create 'services' entities when not using a database"));

            node.stop();
            node.start();
            assertEquals(
                    "/base/x for ann",
                    call(node, "ann-has-a-long-key-of-her-own").body());
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains("ann-has-a-long-key-of-her-own"),
                        "the key is in " + file);
        }
    }

    @Test
    void a_damaged_copy_is_passed_over_for_the_one_before_it() throws Exception {
        try (RunningGatehouse node = new RunningGatehouse(folder.resolve("data"), NODE).start()) {
            post(node, "/config", "application/yaml", config());
            post(node, "/config", "application/yaml", config() + "\n# the same again");
            node.stop();
            Path copy = folder.resolve("data/node-config.sealed");
            Files.write(copy, Arrays.copyOf(Files.readAllBytes(copy), 200));
            node.start();
            assertEquals(200, call(node, "ann-has-a-long-key-of-her-own").statusCode());
            assertTrue(node.output().contains("damaged"));
        }
    }

    @Test
    void a_file_that_cannot_be_served_ends_the_start_with_the_reasons() throws IOException {
        Path file = Files.writeString(folder.resolve("kong.yml"), config().replace("key-auth", "no-such-plugin"));
        RunningGatehouse node = new RunningGatehouse(
                folder.resolve("data"), Map.of("GATEHOUSE_ROLE", "node", "GATEHOUSE_CONFIG", file.toString()));
        assertEquals(2, node.startInVain());
        assertTrue(node.output().contains("services.1.plugins.1.name"), node.output());
    }

    private static HttpResponse<String> call(RunningGatehouse node, String key) {
        return send(HttpRequest.newBuilder(node.proxy("/echo/x")).header("apikey", key));
    }

    private static HttpResponse<String> post(RunningGatehouse node, String path, String type, String body) {
        return send(HttpRequest.newBuilder(node.admin(path))
                .header("Kong-Admin-Token", "secret")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
