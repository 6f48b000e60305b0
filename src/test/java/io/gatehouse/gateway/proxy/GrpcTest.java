package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawHttp2;
import io.gatehouse.gateway.RawHttp2Upstream;
import io.gatehouse.gateway.TestTls;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Topology;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of gRPC: HTTP/2 all the way, streams in both directions, and an end that stands behind the body. */
class GrpcTest {
    private static final String[] CALL = {"content-type", "application/grpc", "te", "trailers"};

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean reset = new AtomicBoolean();
    private GatewayHarness gateway;
    private int upstream;

    @BeforeEach
    void start() {
        gateway = GatewayHarness.serving(Topologies.everythingTo(1));
        upstream = listen(new HttpServerOptions());
        gateway.topology(serving("grpc", upstream, List.of("grpc")));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private int listen(HttpServerOptions options) {
        HttpServer server = gateway.vertx()
                .createHttpServer(options)
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(this::serve);
        return GatewayHarness.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    /** Echoes each message as it comes, and says how it went behind the last. */
    private void serve(HttpServerRequest request) {
        seen.add(request.method() + " " + request.scheme() + " " + request.path() + " " + request.getHeader("te") + " "
                + request.version());
        HttpServerResponse response = request.response();
        request.exceptionHandler(gone -> reset.set(true));
        response.putHeader("content-type", "application/grpc");
        if (request.path().endsWith("Nothing")) {
            response.putHeader("grpc-status", "5").end();
            return;
        }
        if (request.path().endsWith("Reset")) {
            response.reset(2);
            return;
        }
        if (request.path().endsWith("Cut")) {
            response.setChunked(true).write("half").onComplete(written -> response.reset(2));
            return;
        }
        if (request.path().endsWith("Last")) request.connection().goAway(0);
        response.setChunked(true);
        request.handler(response::write);
        request.endHandler(none -> response.putTrailer("grpc-status", "0")
                .putTrailer("x-gatehouse-evil", "1")
                .end());
    }

    private static Topology serving(String protocol, int port, List<String> protocols, PluginConfig... plugins) {
        boolean isSecure = protocol.equals("grpcs");
        Topology one = TestTls.of(Topologies.service("protocol: " + protocol + ", port: " + port + ", retries: 0"
                + (isSecure
                        ? ", host: localhost, ca_certificates: [" + TestTls.AUTHORITY + "]"
                        : ", host: 127.0.0.1")));
        Route route = Topologies.route("paths: [/], protocols: " + protocols);
        return new Topology(
                one.services(), List.of(route), List.of(plugins), null, null, null, null, null, one.caCertificates());
    }

    private static String field(RawHttp2.Answer answer, String name) {
        CharSequence value = answer.head().get(name);
        return value == null ? null : value.toString();
    }

    @Test
    void a_call_ends_with_what_stands_behind_its_body() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer =
                    client.post(1, "/a.B/Echo", CALL).data(1, "abc", true).answer(1);
            assertEquals(200, answer.status());
            assertEquals("abc", answer.body());
            assertEquals("0", answer.trailers().get("grpc-status").toString());
            assertNull(answer.trailers().get("x-gatehouse-evil"));
            assertEquals("2 gatehouse/test", field(answer, "via"));
        }
        assertEquals("POST http /a.B/Echo trailers HTTP_2", seen.poll());
    }

    @Test
    void a_call_may_end_with_its_head() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer =
                    client.post(1, "/a.B/Nothing", CALL).data(1, "", true).answer(1);
            assertEquals("5", field(answer, "grpc-status"));
            assertNull(answer.trailers());
        }
    }

    @Test
    void messages_go_to_and_fro_as_they_come() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.post(1, "/a.B/Echo", CALL).data(1, "first", false);
            assertEquals("200", client.fields(client.next()).status().toString());
            assertEquals("first", new String(client.next().payload()));
            assertEquals(
                    "second", new String(client.data(1, "second", false).next().payload()));
            assertEquals(
                    "0",
                    client.data(1, "", true).answer(1).head().get("grpc-status").toString());
        }
    }

    @Test
    void calls_share_a_connection_and_one_that_is_taken_back_leaves_it_to_the_others() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.post(1, "/a.B/Echo", CALL).data(1, "a", false);
            assertEquals("200", client.fields(client.next()).status().toString());
            client.next();
            client.frame(RawHttp2.RST_STREAM, 0, 1, RawHttp2.CANCEL);
            Patience.until("the upstream is told", reset::get);
            for (int i = 3; i < 11; i += 2)
                assertEquals(
                        "b",
                        client.post(i, "/a.B/Echo", CALL)
                                .data(i, "b", true)
                                .answer(i)
                                .body());
        }
        assertEquals(1, connections.get());
    }

    @Test
    void an_upstream_that_does_not_go_on_fails_the_call_and_no_other() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer refused =
                    client.post(1, "/a.B/Reset", CALL).data(1, "a", true).answer(1);
            assertEquals("13", field(refused, "grpc-status"));
            RawHttp2.Answer cut =
                    client.post(3, "/a.B/Cut", CALL).data(3, "a", true).answer(3);
            // Told if there is still time for it, else seen.
            assertTrue(cut.reset() == 2 || "13".equals(field(cut, "grpc-status")), cut.toString());
            assertEquals(
                    "b",
                    client.post(7, "/a.B/Echo", CALL)
                            .data(7, "b", true)
                            .answer(7)
                            .body());
            assertEquals(1, connections.get());
            assertEquals(
                    "c",
                    client.post(9, "/a.B/Last", CALL)
                            .data(9, "c", true)
                            .answer(9)
                            .body());
            assertEquals(
                    "d",
                    client.post(11, "/a.B/Echo", CALL)
                            .data(11, "d", true)
                            .answer(11)
                            .body());
            assertEquals(2, connections.get(), "one that says goodbye gets no more calls");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-a=b\nc", "x-a=b\0c", "X-A=b", "x a=b", ":path=/", "content-length=5"})
    void an_answer_that_is_none_is_not_passed_on(String field) throws Exception {
        String[] fields = {":status", "200", field.split("=")[0], field.split("=")[1]};
        try (RawHttp2Upstream evil = new RawHttp2Upstream(call -> call.head(true, fields))) {
            gateway.topology(serving("grpc", evil.port(), List.of("grpc")));
            try (RawHttp2 client = new RawHttp2(gateway.port())) {
                RawHttp2.Answer answer =
                        client.post(1, "/a.B/Echo", CALL).data(1, "a", true).answer(1);
                assertEquals("13", field(answer, "grpc-status"), answer.toString());
            }
        }
    }

    @Test
    void a_client_that_has_not_asked_hears_nothing_behind_the_body() throws Exception {
        gateway.topology(serving("grpc", upstream, List.of("http")));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer = client.post(1, "/a").data(1, "abc", true).answer(1);
            assertEquals("abc", answer.body());
            assertNull(answer.trailers());
        }
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send("POST /a HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nContent-Length: 3\r\n\r\nabc")
                    .answer();
            assertTrue(answer.contains("abc") && !answer.contains("grpc-status"), answer);
        }
    }

    @Test
    void what_is_no_call_is_refused() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer other = client.get(1, "/a").answer(1);
            assertEquals(415, other.status());
            assertTrue(other.body().contains("Non-gRPC request matched gRPC route"));
            gateway.topology(serving("grpc", upstream, List.of("grpcs")));
            RawHttp2.Answer plain =
                    client.post(3, "/a.B/Echo", CALL).data(3, "", true).answer(3);
            assertEquals(200, plain.status());
            assertEquals("1", field(plain, "grpc-status"));
            assertEquals("gRPC request matched gRPCs route", field(plain, "grpc-message"));
        }
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(
                            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\nContent-Length: 0\r\n\r\n")
                    .answer();
            assertTrue(answer.startsWith("HTTP/1.1 426") && answer.contains("Please use HTTP2 protocol"), answer);
            assertTrue(answer.contains("\r\nUpgrade: HTTP/2\r\n"), answer);
        }
        assertEquals(0, connections.get());
    }

    @Test
    void a_refusal_is_told_in_terms_of_the_call() throws Exception {
        PluginConfig keys = Topologies.plugin("key-auth", "{}");
        gateway.topology(serving("grpc", upstream, List.of("grpc"), keys));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer refused =
                    client.post(1, "/a.B/Echo", CALL).data(1, "", true).answer(1);
            assertEquals(200, refused.status());
            assertEquals("16", field(refused, "grpc-status"));
            assertEquals("No API key found in request", field(refused, "grpc-message"));
            assertEquals("application/grpc", field(refused, "content-type"));
            assertEquals("", refused.body());
            assertEquals(401, gateway.usage().status());
            gateway.topology(serving("grpc", 1, List.of("grpc")));
            RawHttp2.Answer broken =
                    client.post(3, "/a.B/Echo", CALL).data(3, "", true).answer(3);
            assertEquals("13", field(broken, "grpc-status"));
            assertEquals(502, gateway.usage().status());
        }
        try (GatewayHarness kong =
                        GatewayHarness.serving(serving("grpc", upstream, List.of("grpc"), keys), Dialect.kong());
                RawHttp2 client = new RawHttp2(kong.port())) {
            RawHttp2.Answer refused =
                    client.post(1, "/a.B/Echo", CALL).data(1, "", true).answer(1);
            assertEquals(401, refused.status());
            assertEquals("16", field(refused, "grpc-status"));
        }
    }

    @Test
    void an_upstream_behind_tls_must_be_itself_and_speak_http_2() throws Exception {
        HttpServerOptions secure = TestTls.server();
        int other = listen(new HttpServerOptions(secure).setUseAlpn(false));
        int port = listen(secure);
        gateway.topology(serving("grpcs", port, List.of("grpc")));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer =
                    client.post(1, "/a.B/Echo", CALL).data(1, "abc", true).answer(1);
            assertEquals("abc", answer.body());
            assertEquals("POST https /a.B/Echo trailers HTTP_2", seen.poll());
            gateway.topology(serving("grpcs", other, List.of("grpc")));
            answer = client.post(3, "/a.B/Echo", CALL).data(3, "abc", true).answer(3);
            assertEquals("13", field(answer, "grpc-status"));
        }
    }
}
