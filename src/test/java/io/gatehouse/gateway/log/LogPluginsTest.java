package io.gatehouse.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.Topology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What receivers of every kind get of a call. */
class LogPluginsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = 30_000;
    private static final String CALL =
            "POST /a?q=1&apikey=s3cr3t-key HTTP/1.1\r\nHost: api.example\r\nCookie: id=s3cr3t-cookie\r\n"
                    + "Authorization: Bearer s3cr3t-token\r\nX-Api-Key: s3cr3t-header\r\nUser-Agent: test\r\nContent-Length: 3\r\n\r\nabc";

    @TempDir
    Path folder;

    private RawUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new RawUpstream();
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private GatewayHarness logging(String plugin, String config) {
        return GatewayHarness.serving(serving(plugin, config));
    }

    private Topology serving(String plugin, String config) {
        return Topologies.everythingTo(upstream.port(), Topologies.plugin(plugin, config.replace('\'', '"')));
    }

    private static void call(GatewayHarness gateway) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(CALL).answer().startsWith("HTTP/1.1 "));
        }
    }

    private static String body(String request) {
        return request.substring(request.indexOf("\r\n\r\n") + 4);
    }

    private static void check(String line) throws IOException {
        assertFalse(line.contains("s3cr3t"), line);
        JsonNode call = JSON.readTree(line);
        assertEquals("POST", call.at("/request/method").asText());
        assertEquals("/a?q=1&apikey=REDACTED", call.at("/request/uri").asText());
        assertEquals(
                "http://api.example/a?q=1&apikey=REDACTED",
                call.at("/request/url").asText());
        assertEquals("REDACTED", call.at("/request/querystring/apikey").asText());
        assertEquals("REDACTED", call.at("/request/headers/authorization").asText());
        assertEquals("REDACTED", call.at("/request/headers/cookie").asText());
        assertEquals("test", call.at("/request/headers/user-agent").asText());
        assertEquals(CALL.length(), call.at("/request/size").asInt());
        assertEquals(200, call.at("/response/status").asInt());
        assertEquals("2", call.at("/response/headers/content-length").asText());
        assertTrue(call.at("/response/size").asInt() > 2);
        assertEquals("200", call.at("/upstream_status").asText());
        assertEquals("/a?q=1&apikey=REDACTED", call.at("/upstream_uri").asText());
        assertEquals("all", call.at("/route/name").asText());
        assertEquals("origin", call.at("/service/name").asText());
        assertEquals("127.0.0.1", call.at("/client_ip").asText());
        assertEquals(1, call.path("tries").size());
        assertTrue(call.at("/latencies/proxy").asLong() >= 0);
        assertTrue(call.path("started_at").asLong() > 0);
        assertFalse(call.has("consumer"));
    }

    @Test
    void an_http_server_gets_each_call() throws Exception {
        try (RawUpstream receiver = new RawUpstream();
                GatewayHarness gateway = logging(
                        "http-log",
                        "{'http_endpoint': 'http://me:pw@127.0.0.1:" + receiver.port()
                                + "/in', 'headers': {'X-Source': 'gate'}}")) {
            call(gateway);
            String request = receiver.request();
            assertTrue(request.startsWith("POST /in HTTP/1.1\r\n"), request);
            assertTrue(request.contains("X-Source: gate\r\n"), request);
            assertTrue(request.contains("Authorization: Basic bWU6cHc="), request);
            check(body(request));
        }
    }

    @Test
    void an_http_server_gets_calls_in_batches_if_it_wants_to() throws Exception {
        try (RawUpstream receiver = new RawUpstream();
                GatewayHarness gateway = logging(
                        "http-log",
                        "{'http_endpoint': 'http://127.0.0.1:" + receiver.port()
                                + "/', 'queue': {'max_batch_size': 3, 'max_coalescing_delay': 60}}")) {
            for (int i = 0; i < 3; i++) call(gateway);
            JsonNode batch = JSON.readTree(body(receiver.request()));
            assertEquals(3, batch.size());
        }
    }

    @Test
    void a_delivery_that_fails_is_tried_again() throws Exception {
        try (RawUpstream receiver = new RawUpstream()) {
            AtomicInteger asked = new AtomicInteger();
            receiver.answers((request, to) -> to.write(RawUpstream.latin1(
                    asked.getAndIncrement() == 0 ? "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n" : RawUpstream.OK)));
            try (GatewayHarness gateway =
                    logging("http-log", "{'http_endpoint': 'http://127.0.0.1:" + receiver.port() + "/'}")) {
                call(gateway);
                String first = receiver.request();
                assertEquals(body(first), body(receiver.request()));
            }
        }
    }

    @Test
    void a_file_gets_each_call() throws Exception {
        Path file = folder.resolve("calls.log");
        try (GatewayHarness gateway = logging("file-log", "{'path': '" + file + "'}")) {
            call(gateway);
            call(gateway);
            Patience.until("two lines", () -> lines(file).size() == 2);
            for (String line : lines(file)) check(line);
            assertEquals(
                    "rw-------",
                    java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            Files.move(file, folder.resolve("calls.1.log"));
            call(gateway);
            Patience.until("a new file", () -> lines(file).size() == 1);
        }
    }

    @Test
    void a_link_is_not_followed() throws Exception {
        Path target = Files.createFile(folder.resolve("target"));
        Files.createSymbolicLink(folder.resolve("calls.log"), target);
        LogSink sink = new FileSink(folder.resolve("calls.log").toString(), false);
        org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> sink.send(List.of(new byte[1])));
        assertEquals(0, Files.size(target));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_tcp_server_gets_each_call() throws Exception {
        try (ServerSocket receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                GatewayHarness gateway =
                        logging("tcp-log", "{'host': '127.0.0.1', 'port': " + receiver.getLocalPort() + "}")) {
            receiver.setSoTimeout(PATIENCE_MILLIS);
            call(gateway);
            try (Socket socket = receiver.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                check(in.readLine());
                call(gateway);
                check(in.readLine());
            }
        }
    }

    @Test
    void a_udp_server_gets_each_call() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                GatewayHarness gateway =
                        logging("udp-log", "{'host': '127.0.0.1', 'port': " + receiver.getLocalPort() + "}")) {
            call(gateway);
            check(datagram(receiver));
        }
    }

    @Test
    void a_syslog_daemon_gets_each_call_with_its_severity() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                GatewayHarness gateway = logging(
                        "syslog",
                        "{'facility': 'local0', 'successful_severity': 'notice', 'port': " + receiver.getLocalPort()
                                + "}")) {
            call(gateway);
            String message = datagram(receiver);
            assertTrue(message.matches("<133>1 \\S+Z - gatehouse - - - \\{.*}"), message);
            check(message.substring(message.indexOf('{')));
        }
    }

    private static String datagram(DatagramSocket receiver) throws IOException {
        receiver.setSoTimeout(PATIENCE_MILLIS);
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        receiver.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void a_refusal_of_the_gateway_is_a_call_too() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                GatewayHarness gateway = GatewayHarness.serving(Topologies.everythingTo(
                        upstream.port(),
                        Topologies.plugin("key-auth", "{\"key_names\": [\"pass\"]}"),
                        Topologies.plugin("jwt", "{\"uri_param_names\": [\"ticket\"], \"anonymous\": null}"),
                        Topologies.plugin(
                                "udp-log", "{\"host\": \"127.0.0.1\", \"port\": " + receiver.getLocalPort() + "}")))) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send("GET /?pass=s3cr3t&ticket=s3cr3t HTTP/1.1\r\nHost: a\r\nPass: s3cr3t\r\n\r\n")
                        .answer();
            }
            String line = datagram(receiver);
            assertFalse(line.contains("s3cr3t"), line);
            JsonNode call = JSON.readTree(line);
            assertEquals(401, call.at("/response/status").asInt());
            assertTrue(List.of("key-auth", "jwt").contains(call.path("refusal").asText()));
            assertEquals(0, call.path("tries").size());
            assertFalse(call.has("upstream_uri"));
        }
    }

    @Test
    void lua_is_refused_in_plain_words() {
        try (GatewayHarness gateway = GatewayHarness.serving(Topologies.everythingTo(upstream.port()))) {
            String problems = gateway.node()
                    .topology(serving(
                            "http-log", "{'http_endpoint': 'ftp://x', 'custom_fields_by_lua': {'a': 'return 1'}}"))
                    .toString();
            assertTrue(problems.contains("custom_fields_by_lua") && problems.contains("runs no Lua"), problems);
            assertTrue(problems.contains("http_endpoint"), problems);
            problems = gateway.node()
                    .topology(serving("file-log", "{'path': '/etc/passwd'}"))
                    .toString();
            assertTrue(problems.contains("ends in .log"), problems);
        }
    }
}
