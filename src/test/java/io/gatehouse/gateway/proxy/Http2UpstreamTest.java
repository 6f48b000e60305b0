package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawHttp2;
import io.gatehouse.gateway.RawHttp2Upstream;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.TestTls;
import io.gatehouse.gateway.Topologies;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service may have its upstream called by HTTP/2, whatever its clients speak. */
class Http2UpstreamTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    private static final int BIG = 1 << 21;
    private static final int REFUSED_STREAM = 7;
    private static final int INTERNAL_ERROR = 2;

    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private GatewayHarness gateway;

    @BeforeEach
    void start() {
        gateway = GatewayHarness.serving(Topologies.everythingTo(1));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private int listen(HttpServerOptions options) {
        return GatewayHarness.await(gateway.vertx()
                        .createHttpServer(options)
                        .connectionHandler(connection -> connections.incrementAndGet())
                        .requestHandler(this::serve)
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private void serve(HttpServerRequest request) {
        if (request.path().equals("/together")) {
            held.add(request);
            if (held.size() == 10) held.forEach(one -> one.response().end("together"));
        } else if (request.path().equals("/big")) {
            request.response().end("x".repeat(BIG));
        } else {
            request.body()
                    .onSuccess(body -> request.response()
                            .end(request.method() + " " + request.version() + " " + request.authority() + " "
                                    + body.length()));
        }
    }

    private void serving(int port, String fields) {
        gateway.topology(TestTls.of(Topologies.service("http2: true, port: " + port + ", " + fields)));
    }

    private void servingPlain(int port) {
        serving(port, "host: 127.0.0.1, retries: 3");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void clients_of_both_kinds_are_served_with_and_without_tls() throws Exception {
        Map<Integer, String> ways = Map.of(
                listen(new HttpServerOptions()),
                "protocol: http",
                listen(TestTls.server()),
                "protocol: https, ca_certificates: [" + TestTls.AUTHORITY + "]");
        for (var way : ways.entrySet()) {
            serving(way.getKey(), "host: localhost, " + way.getValue());
            String host = "localhost:" + way.getKey();
            try (RawClient client = new RawClient(gateway.port());
                    RawHttp2 other = new RawHttp2(gateway.port())) {
                String answer = client.send(GET).answer();
                assertEquals("GET HTTP_2 " + host + " 0", body(answer));
                // The version in which the answer came to the gateway (RFC 9110, 7.6.3).
                assertTrue(answer.contains("\r\nVia: 2 gatehouse/test\r\n"), answer);
                String chunks =
                        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
                assertEquals(
                        "POST HTTP_2 " + host + " 3", body(client.send(chunks).answer()));
                String head = client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n").head();
                assertTrue(head.startsWith("HTTP/1.1 200"), head);
                assertEquals(
                        "GET HTTP_2 " + host + " 0",
                        other.get(1, "/a").answer(1).body());
                assertEquals(
                        "POST HTTP_2 " + host + " 5",
                        other.post(3, "/a").data(3, "hello", true).answer(3).body());
            }
        }
    }

    @Test
    void calls_share_a_connection() throws Exception {
        servingPlain(listen(new HttpServerOptions()));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            for (int i = 0; i < 10; i++) client.get(1 + 2 * i, "/together");
            StringBuilder bodies = new StringBuilder();
            for (int ended = 0; ended < 10; ) {
                RawHttp2.Frame frame = client.next();
                if (frame.type() == RawHttp2.DATA) bodies.append(new String(frame.payload()));
                if (frame.ends()) ended++;
            }
            assertEquals("together".repeat(10), bodies.toString());
        }
        assertEquals(1, connections.get());
    }

    @Test
    void bodies_may_be_larger_than_any_window() throws Exception {
        servingPlain(listen(new HttpServerOptions()));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + BIG + "\r\n\r\n");
            String answer = client.send(new byte[BIG]).answer();
            assertTrue(answer.endsWith(" " + BIG), answer);
            assertEquals(
                    BIG,
                    body(client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n").answer())
                            .length());
        }
    }

    @Test
    void who_does_not_read_holds_up_nobody_else() throws Exception {
        servingPlain(listen(new HttpServerOptions()));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            byte[] more = ByteBuffer.allocate(4).putInt(1 << 24).array();
            client.frame(RawHttp2.WINDOW_UPDATE, 0, 0, more);
            for (int stream = 1; stream < 9; stream += 2) client.get(stream, "/big");
            client.get(9, "/a");
            RawHttp2.Frame frame = client.next();
            while (frame.stream() != 9 || !frame.ends()) frame = client.next();
            assertTrue(new String(frame.payload()).startsWith("GET HTTP_2"));
        }
        assertEquals(1, connections.get());
    }

    @Test
    void what_was_refused_or_left_behind_is_sent_again_whatever_it_is() throws Exception {
        try (RawHttp2Upstream upstream = new RawHttp2Upstream(call -> {
                    if (call.number() == 1) call.reset(REFUSED_STREAM);
                    else if (call.number() == 2) call.goAway(1);
                    else call.head(false, ":status", "200").data(true, "at last");
                });
                RawClient client = new RawClient(gateway.port())) {
            servingPlain(upstream.port());
            String answer = client.send(POST).answer();
            assertTrue(answer.contains("at last"), answer);
            assertEquals(3, upstream.calls());
            assertEquals(2, upstream.connections(), "who says goodbye gets no more calls");
        }
    }

    @Test
    void what_may_have_been_looked_at_is_sent_again_only_if_that_is_harmless() throws Exception {
        try (RawHttp2Upstream upstream = new RawHttp2Upstream(call -> {
                    if (call.number() % 2 == 1) call.reset(INTERNAL_ERROR);
                    else call.head(true, ":status", "204");
                });
                RawClient client = new RawClient(gateway.port())) {
            servingPlain(upstream.port());
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 204"));
            assertEquals(2, upstream.calls());
            assertTrue(client.send(POST).answer().startsWith("HTTP/1.1 502"));
            assertEquals(3, upstream.calls());
        }
    }

    @Test
    void an_answer_that_breaks_off_is_seen_as_that() throws Exception {
        try (RawHttp2Upstream upstream =
                new RawHttp2Upstream(call -> call.head(false, ":status", "200", "content-length", "9")
                        .data(false, "half")
                        .reset(2))) {
            servingPlain(upstream.port());
            try (RawClient client = new RawClient(gateway.port())) {
                String answer = client.send(GET).rest();
                assertTrue(answer.endsWith("half") || answer.startsWith("HTTP/1.1 502"), answer);
            }
            try (RawHttp2 client = new RawHttp2(gateway.port())) {
                RawHttp2.Answer answer = client.get(1, "/a").answer(1);
                assertTrue(answer.reset() >= 0 || answer.status() == 502, answer.toString());
            }
        }
    }

    @Test
    void what_stands_behind_a_body_reaches_those_who_ask() throws Exception {
        try (RawHttp2Upstream upstream = new RawHttp2Upstream(
                call -> call.head(false, ":status", "200").data(false, "body").head(true, "x-sum", "42"))) {
            servingPlain(upstream.port());
            try (RawHttp2 client = new RawHttp2(gateway.port())) {
                RawHttp2.Answer asked = client.get(1, "/a", "te", "trailers").answer(1);
                assertEquals("body", asked.body());
                assertEquals("42", asked.trailers().get("x-sum").toString());
                assertNull(client.get(3, "/a").answer(3).trailers());
            }
            try (RawClient client = new RawClient(gateway.port())) {
                String answer = client.send(GET).answer();
                assertTrue(answer.contains("body") && !answer.contains("x-sum"), answer);
            }
        }
    }

    @Test
    void an_upstream_says_how_many_calls_a_connection_takes() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        Queue<RawHttp2Upstream.Call> waiting = new ConcurrentLinkedQueue<>();
        try (RawHttp2Upstream upstream = new RawHttp2Upstream(1, call -> {
                    waiting.add(call);
                    if (begun.incrementAndGet() == 3)
                        for (RawHttp2Upstream.Call one : waiting) one.head(true, ":status", "204");
                });
                RawHttp2 client = new RawHttp2(gateway.port())) {
            servingPlain(upstream.port());
            for (int i = 1; i < 6; i += 2) client.get(i, "/a");
            for (int i = 0; i < 3; i++)
                assertEquals("204", client.fields(client.next()).status().toString());
            assertEquals(3, upstream.connections());
        }
    }

    @Test
    void an_upstream_that_speaks_something_else_is_a_502() throws Exception {
        int other = listen(TestTls.server().setUseAlpn(false));
        try (Warnings warnings = new Warnings();
                RawUpstream plain = new RawUpstream();
                RawClient client = new RawClient(gateway.port())) {
            plain.answers("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            servingPlain(plain.port());
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 502"));
            serving(
                    other,
                    "host: localhost, protocol: https, retries: 0, ca_certificates: [" + TestTls.AUTHORITY + "]");
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 502"));
            assertTrue(warnings.all().endsWith("it does not offer HTTP/2 (ALPN h2)"), warnings.all());
        }
    }

    @Test
    void a_websocket_is_asked_for_by_http_1() throws Exception {
        try (RawUpstream upstream = new RawUpstream();
                RawClient client = new RawClient(gateway.port())) {
            upstream.answers("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhello");
            servingPlain(upstream.port());
            String head = client.send("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .head();
            assertTrue(head.startsWith("HTTP/1.1 101"), head);
            assertEquals("hello", new String(client.in().readNBytes(5)));
        }
    }

    @Test
    void services_speak_http_1_unless_they_say_otherwise() throws IOException {
        assertFalse(Topologies.service("host: a").isHttp2());
        assertTrue(Topologies.service("host: a, protocol: grpc").isHttp2());
    }
}
