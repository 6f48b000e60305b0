package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.Patience;
import io.gatehouse.cluster.TestControlPlane;
import io.gatehouse.cluster.TestControlPlane.Fault;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.feed.IdentityWire;
import io.gatehouse.gateway.feed.NodeWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node follows what a control plane says, serves on without one, and takes nothing from anybody else. */
class JoinedNodeTest {
    private static final KeyDigest DIGEST = new KeyDigest(TestControlPlane.DIGEST_KEY);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private TestControlPlane controlPlane;
    private HttpServer upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", call -> {
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        upstream.start();
        controlPlane = new TestControlPlane();
        controlPlane.topology(
                TestControlPlane.serving("/echo", upstream.getAddress().getPort()));
        controlPlane.identity(line("ann", "key-1"));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
        upstream.stop(0);
    }

    @Test
    void what_a_control_plane_says_is_served_and_what_cannot_be_is_told() throws Exception {
        try (TestNode node = node()) {
            int port = proxy(node);
            assertEquals(200, call(port, "/echo", "key-1"));
            assertEquals(401, call(port, "/echo", "key-2"));

            controlPlane.identity(line("bob", "key-2"));
            Patience.until("a new key opens", () -> call(port, "/echo", "key-2") == 200);
            controlPlane.identity(IdentityWire.gone(id("ann")));
            Patience.until("a revoked one does not", () -> call(port, "/echo", "key-1") == 401);
            assertTrue(
                    controlPlane.asked().get(1).startsWith("after=2&"),
                    controlPlane.asked().toString());

            controlPlane.topology("{\"_format_version\":\"3.0\",\"services\":[{\"name\":\"a\",\"url\":\"ftp://x\"}]}");
            Patience.until("a bad topology is told", () -> newest().problem() != null);
            assertTrue(newest().problem().contains("services.1.protocol"), newest().problem());
            assertTrue(newest().running().topology() < newest().seen().topology());
            assertEquals(200, call(port, "/echo", "key-2"));
            assertTrue(
                    status(node).path("problem").asText().contains("services.1.protocol"),
                    status(node).toString());

            controlPlane.topology(
                    TestControlPlane.serving("/other", upstream.getAddress().getPort()));
            Patience.until("a good one is served", () -> call(port, "/other", "key-2") == 200);
            Patience.until("and acknowledged", () -> controlPlane.position().equals(newest().running()));
            assertEquals(null, newest().problem());

            Patience.until("calls are reported", () -> calls("echo", "ok") >= 3);
            HttpResponse<String> refused = node.post("/config", "application/yaml", "_format_version: \"3.0\"");
            assertEquals(405, refused.statusCode());
            assertTrue(refused.body().contains("control plane"), refused.body());
            assertTrue(node.get("/metrics").body().contains("gatehouse_control_plane_connected 1.0"));
        }
    }

    @Test
    void without_a_control_plane_it_starts_with_what_it_kept_and_catches_up_later() throws Exception {
        try (TestNode node = node()) {
            proxy(node);
            controlPlane.identity(line("bob", "key-2"));
            Patience.until(
                    "the change is acknowledged", () -> controlPlane.position().equals(newest().running()));
        }
        controlPlane.stop();
        try (TestNode node = node()) {
            int port = proxy(node);
            assertEquals(200, call(port, "/echo", "key-1"));
            assertEquals(200, call(port, "/echo", "key-2"));
            assertFalse(status(node).path("connected").asBoolean());
            int asked = controlPlane.asked().size();
            controlPlane.identity(IdentityWire.gone(id("ann")));
            controlPlane.start();
            Patience.until("it is found again", () -> call(port, "/echo", "key-1") == 401);
            assertEquals(200, call(port, "/echo", "key-2"));
            assertTrue(controlPlane.asked().get(asked).startsWith("after=3&"), "only what is new is asked for");
        }
    }

    @Test
    void nothing_wrong_is_taken_and_nothing_is_lost_by_it() throws Exception {
        try (TestNode node = node()) {
            int port = proxy(node);
            controlPlane.be(Fault.GARBAGE);
            Patience.until("it is told", () -> told(node, "none of a control plane"));
            controlPlane.be(Fault.HALF_IDENTITIES);
            controlPlane.identity(line("bob", "key-2"));
            Patience.until("it is told", () -> told(node, "break off"));
            controlPlane.be(Fault.REMOVED);
            Patience.until("it is told", () -> told(node, "removed"));
            assertEquals(200, call(port, "/echo", "key-1"));
        }
        controlPlane.be(Fault.NONE);
        try (TestNode node = node()) {
            int port = proxy(node);
            Patience.until("the whole comes", () -> call(port, "/echo", "key-2") == 200);
            controlPlane.goBack(2);
            Patience.until(
                    "an older one is told",
                    () -> newest().problem() != null && newest().problem().contains("older"));
            assertEquals(200, call(port, "/echo", "key-2"));
            controlPlane.beginAnotherHistory();
        }
        try (TestNode node = node()) {
            int port = proxy(node);
            Patience.until(
                    "another history is taken", () -> controlPlane.position().equals(newest().running()));
            assertEquals(200, call(port, "/echo", "key-1"));
        }
    }

    @Test
    void only_a_control_plane_of_the_token_is_believed() throws Exception {
        try (TestControlPlane other = new TestControlPlane()) {
            IOException refused = assertThrows(
                    IOException.class, () -> TestNode.joined(folder, List.of(other.address()), controlPlane.token()));
            assertTrue(refused.getMessage().contains("does not belong to the installation"), refused.getMessage());
        }
        try (TestNode node = node()) {
            proxy(node);
        }
        controlPlane.stop();
        controlPlane.passForControlPlane();
        controlPlane.start();
        try (TestNode node = node()) {
            Patience.until("a node's certificate is no server's", () -> told(node, "not one for servers"));
        }
    }

    @Test
    void one_control_plane_takes_the_place_of_another_and_usage_is_sent_until_it_is_taken() throws Exception {
        URI nobody = URI.create("https://127.0.0.1:1");
        controlPlane.be(Fault.FORGETFUL);
        try (TestNode node = TestNode.joined(folder, List.of(controlPlane.address(), nobody), controlPlane.token())) {
            assertEquals(200, call(proxy(node), "/echo", "key-1"));
            Patience.until("usage comes twice", () -> controlPlane.usage().size() > 1);
        }
        controlPlane.be(Fault.NONE);
        int before = controlPlane.usage().size();
        try (TestNode node = TestNode.joined(folder, List.of(nobody, controlPlane.address()), controlPlane.token())) {
            proxy(node);
            Patience.until("it is taken", () -> controlPlane.usage().size() > before);
            long first = controlPlane.usage().get(0).batch();
            assertEquals(first, controlPlane.usage().get(before).batch(), "the same number for the same calls");
            assertEquals(
                    controlPlane.usage().get(0).rows(),
                    controlPlane.usage().get(before).rows());
            Patience.until(
                    "nothing waits",
                    () -> status(node).path("usage_batches_waiting").asInt() == 0);
        }
    }

    @Test
    void a_certificate_is_renewed_before_it_ends() throws Exception {
        controlPlane.issueOld(Duration.ofDays(25));
        try (TestNode node = node()) {
            proxy(node);
            Patience.until("it is renewed", () -> !controlPlane.renewed().isEmpty());
        }
        String kept = Files.readString(folder.resolve("node.json"));
        String serial = controlPlane.renewed().get(0).getSerialNumber().toString();
        assertTrue(kept.contains("BEGIN CERTIFICATE"));
        try (TestNode node = node()) {
            proxy(node);
            Patience.until(
                    "the new one is good", () -> status(node).path("connected").asBoolean());
            assertEquals(1, controlPlane.renewed().size(), serial);
        }
    }

    private TestNode node() throws IOException {
        return TestNode.joined(folder, List.of(controlPlane.address()), controlPlane.token());
    }

    private static int proxy(TestNode node) throws Exception {
        assertTrue(node.awaitConfiguration(LONG), "it has something to serve");
        return node.proxy();
    }

    private NodeWire.Watch newest() {
        return controlPlane.watches().get(controlPlane.watches().size() - 1);
    }

    private long calls(String service, String outcome) {
        return controlPlane.usage().stream()
                .flatMap(batch -> batch.rows().stream())
                .filter(row -> row.service().equals(service) && row.outcome().equals(outcome))
                .mapToLong(NodeWire.UsageRow::calls)
                .sum();
    }

    private static boolean told(TestNode node, String text) {
        return status(node).path("problem").asText().contains(text);
    }

    private static JsonNode status(TestNode node) {
        try {
            return ConfigJson.MAPPER.readTree(node.get("/status").body()).path("control_plane");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private int call(int port, String path, String key) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .header("apikey", key)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode line(String name, String key) {
        Consumer consumer = new Consumer(id(name), name, null, null, null, null, 1L, 1L);
        return IdentityWire.line(
                consumer, List.of(), List.of(new Credential(id(key), "key-auth", DIGEST.of(key), null)));
    }
}
