package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawHttp2;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.tls.TlsSocket;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call by HTTP/2 is a call: routed, guarded and streamed like any other, beside many others on one connection. */
class Http2Test extends BetweenSockets {
    private static final int LARGE = 32 << 20;

    @Override
    GatewayHarness serving() {
        return GatewayHarness.serving(
                Topologies.everythingTo(upstream.port()), options -> options.withTlsPort(OptionalInt.of(0)), List.of());
    }

    @Test
    void a_request_goes_upstream_in_words_of_http_1() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer = client.get(1, "//a/../b?c", "cookie", "d=1", "cookie", "e=2", "te", "trailers")
                    .answer(1);
            assertEquals(200, answer.status());
            assertEquals("ok", answer.body());
            assertTrue(answer.head().get("via").toString().startsWith("1.1 gatehouse/"));
            assertNull(answer.head().get("connection"));
        }
        String seen = upstream.request();
        assertTrue(seen.startsWith("GET /b?c HTTP/1.1\r\n"), seen);
        assertTrue(seen.contains("\r\nVia: 2 gatehouse/test\r\n"), seen);
        assertTrue(seen.contains("\r\ncookie: d=1; e=2\r\n"), seen);
        assertTrue(seen.contains("\r\nX-Forwarded-Host: a\r\n"), seen);
        assertFalse(seen.contains("trailers"), seen);
        assertEquals("/b", gateway.usage().path());
    }

    @Test
    void a_body_without_length_goes_on_in_chunks_and_one_with_length_as_it_is() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.post(1, "/").data(1, "ab", false).data(1, "", false).data(1, "c", true);
            assertEquals(200, client.answer(1).status());
            String seen = upstream.request();
            assertTrue(seen.contains("\r\nTransfer-Encoding: chunked\r\n"), seen);
            assertTrue(seen.endsWith("\r\n0\r\n\r\n"), seen);
            client.post(3, "/", "content-length", "3").data(3, "abc", true);
            assertEquals(200, client.answer(3).status());
            seen = upstream.request();
            assertTrue(seen.contains("\r\nContent-Length: 3\r\n") && seen.endsWith("\r\n\r\nabc"), seen);
            // Fields behind a body are dropped.
            client.post(5, "/").data(5, "abc", false);
            client.request(5, "x-consumer-id", "evil");
            assertEquals(200, client.answer(5).status());
            assertFalse(upstream.request().contains("evil"));
        }
    }

    @Test
    void many_are_under_way_at_once_and_none_waits_for_another() throws Exception {
        CountDownLatch all = new CountDownLatch(20);
        upstream.answers((request, to) -> {
            all.countDown();
            await(all);
            to.write(RawUpstream.latin1("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + request.substring(5, 8)));
        });
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(TlsSocket.trustingAll())
                .build();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 100; i < 120; i++)
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.tlsPort() + "/" + i))
                            .build(),
                    BodyHandlers.ofString()));
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = answers.get(i).get(30, TimeUnit.SECONDS);
            assertEquals(HttpClient.Version.HTTP_2, answer.version());
            assertEquals("" + (100 + i), answer.body());
        }
    }

    @Test
    void plugins_see_what_they_always_see() throws Exception {
        gateway.topology(Topologies.everythingTo(
                upstream.port(),
                Topologies.plugin("key-auth", "{}"),
                Topologies.plugin("cors", "{\"origins\": [\"https://b.example\"]}")));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer =
                    client.post(1, "/", "origin", "https://b.example").answer(1);
            assertEquals(401, answer.status());
            assertEquals(
                    "https://b.example",
                    answer.head().get("access-control-allow-origin").toString());
            assertTrue(answer.body().contains("\"request_id\""), answer.body());
            RawHttp2.Frame rest = client.next();
            assertEquals(RawHttp2.RST_STREAM, rest.type(), "the body is not wanted");
            assertEquals(0, rest.number());
            assertEquals(401, client.get(3, "/").answer(3).status());
        }
        gateway.topology(Topologies.everythingTo(
                upstream.port(),
                Topologies.plugin("response-transformer", "{\"add\": {\"headers\": [\"X-Added:1\"]}}")));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer =
                    client.request(1, RawHttp2.head("HEAD", "/")).answer(1);
            assertEquals("1", answer.head().get("x-added").toString());
            assertEquals("2", answer.head().get("content-length").toString());
            assertEquals("", answer.body());
        }
        gateway.topology(Topologies.everythingTo(
                upstream.port(), Topologies.plugin("request-termination", "{\"message\": \"own\"}")));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer own = client.request(1, RawHttp2.head("HEAD", "/")).answer(1);
            assertEquals(503, own.status());
            assertEquals("", own.body());
            RawHttp2.Answer refused =
                    client.request(3, RawHttp2.head("HEAD", "/a%2Fb")).answer(3);
            assertEquals(400, refused.status());
            assertEquals("", refused.body());
        }
    }

    @Test
    void a_body_beyond_the_limit_is_refused_however_it_comes() throws Exception {
        gateway.topology(Topologies.everythingTo(
                upstream.port(),
                Topologies.plugin(
                        "request-size-limiting", "{\"allowed_payload_size\": 1, \"size_unit\": \"kilobytes\"}")));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            assertEquals(
                    413,
                    client.post(1, "/", "content-length", "20000").answer(1).status());
            assertEquals(
                    413,
                    client.post(5, "/")
                            .data(5, "x".repeat(5000), false)
                            .answer(5)
                            .status());
        }
    }

    @Test
    void a_client_is_asked_for_a_body_that_it_holds_back() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.post(1, "/", "expect", "100-continue");
            RawHttp2.Frame interim = client.next();
            assertEquals("100", client.fields(interim).status().toString());
            assertEquals(200, client.data(1, "abc", true).answer(1).status());
            assertTrue(upstream.request().contains("abc"));
        }
    }

    @Test
    void a_request_that_is_taken_back_is_taken_back_upstream() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread reader = new Thread(() -> {
                try (Socket socket = listening.accept()) {
                    RawUpstream.RawMessage.readHead(socket.getInputStream());
                    came.countDown();
                    while (socket.getInputStream().read() >= 0) continue;
                    left.countDown();
                } catch (IOException reset) {
                    left.countDown();
                }
            });
            reader.start();
            gateway.topology(Topologies.everythingTo(listening.getLocalPort()));
            try (RawHttp2 client = new RawHttp2(gateway.port())) {
                client.get(1, "/");
                await(came);
                client.frame(RawHttp2.RST_STREAM, 0, 1, RawHttp2.CANCEL);
                await(left);
                assertEquals(499, gateway.usage().status());
                gateway.topology(Topologies.everythingTo(upstream.port()));
                assertEquals("ok", client.get(3, "/").answer(3).body());
            }
            reader.join(10_000);
        }
    }

    @Test
    void an_answer_that_breaks_off_is_no_whole_one() throws Exception {
        upstream.answersAndCloses("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer = client.get(1, "/").answer(1);
            assertEquals(2, answer.reset(), "INTERNAL_ERROR");
            upstream.answersAndCloses("HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab");
            assertEquals(502, client.get(3, "/").answer(3).status());
        }
    }

    @Test
    void a_large_answer_is_held_back_by_a_client_that_does_not_read() throws Exception {
        AtomicLong sent = new AtomicLong();
        upstream.answers((request, to) -> {
            to.write(RawUpstream.latin1("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n"));
            byte[] part = new byte[65_536];
            for (int i = 0; i < LARGE; i += part.length) {
                to.write(part);
                sent.addAndGet(part.length);
            }
        });
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.get(1, "/large");
            // Its window is 64 KiB, and nobody opens it.
            client.fields(client.next());
            int came = 0;
            while (came < 65_535) came += client.next().payload().length;
            assertEquals("ok", okOn(client), "another request passes by, but for its body");
            assertTrue(sent.get() < LARGE / 2, sent + " bytes are on their way");
        }
        Patience.until("the call ends", () -> gateway.node().guard().openConnections() == 0);
    }

    /** With an answer that needs no room. */
    private String okOn(RawHttp2 client) throws Exception {
        gateway.topology(Topologies.everythingTo(
                upstream.port(), Topologies.plugin("request-termination", "{\"status_code\": 204}")));
        return client.get(3, "/").answer(3).status() == 204 ? "ok" : "not";
    }

    @Test
    void a_large_body_is_held_back_by_an_upstream_that_does_not_read() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong came = new AtomicLong();
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread reader = new Thread(() -> {
                try (Socket socket = listening.accept()) {
                    InputStream in = socket.getInputStream();
                    String head = RawUpstream.RawMessage.readHead(in);
                    await(go);
                    came.set(RawUpstream.RawMessage.readBody(head, in).length());
                    socket.getOutputStream().write(RawUpstream.latin1(RawUpstream.OK));
                    in.read();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            reader.start();
            gateway.topology(Topologies.everythingTo(listening.getLocalPort()));
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_2)
                    .sslContext(TlsSocket.trustingAll())
                    .build();
            byte[] body = new byte[8 << 20];
            var answer = client.sendAsync(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.tlsPort() + "/"))
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofString());
            go.countDown();
            assertEquals("ok", answer.get(20, TimeUnit.SECONDS).body());
            assertEquals(body.length, came.get());
            reader.interrupt();
        }
    }

    @Test
    void events_arrive_one_by_one() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.answers((request, to) -> {
            to.write(RawUpstream.latin1("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            to.flush();
            await(seen);
            to.write(RawUpstream.latin1("9\r\ndata: 1\n\n\r\n0\r\n\r\n"));
        });
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Frame head = client.get(1, "/").next();
            assertEquals("200", client.fields(head).status().toString());
            seen.countDown();
            assertEquals("data: 1\n\n", Buffer.buffer(client.next().payload()).toString());
            assertTrue(client.next().ends());
        }
    }

    @Test
    void a_gateway_that_stops_answers_what_is_under_way_and_takes_no_more() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        upstream.answers((request, to) -> {
            came.countDown();
            await(go);
            to.write(RawUpstream.latin1(RawUpstream.OK));
        });
        try (RawHttp2 client = new RawHttp2(gateway.port());
                RawHttp2 idle = new RawHttp2(gateway.port())) {
            idle.any();
            client.get(1, "/");
            await(came);
            gateway.node().drain();
            RawHttp2.Frame away = client.next();
            assertEquals(RawHttp2.GOAWAY, away.type());
            assertEquals(0, away.number());
            go.countDown();
            assertEquals("ok", client.answer(1).body());
            assertNull(client.next(), "closed");
            assertEquals(0, idle.goAway());
        }
    }

    @Test
    void a_client_that_does_nothing_is_let_go() throws Exception {
        gateway.close();
        gateway =
                GatewayHarness.serving(Topologies.everythingTo(upstream.port()), Limits.DEFAULT.withTimes(10_000, 300));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            assertEquals("ok", client.get(1, "/").answer(1).body());
            assertEquals(0, client.goAway());
        }
        Patience.until("it is gone", () -> gateway.node().guard().openConnections() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "PRI * HTTP/2.0\r\n\r\nSM", RawHttp2.PREFACE})
    void one_that_never_says_what_a_client_says_first_is_let_go(String bytes) throws Exception {
        gateway.close();
        gateway =
                GatewayHarness.serving(Topologies.everythingTo(upstream.port()), Limits.DEFAULT.withTimes(300, 60_000));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(bytes).rest();
        }
        assertEquals(1, gateway.node().guard().hits(Guard.Limit.HEAD_TIME));
    }

    @Test
    void an_answer_that_nobody_reads_is_not_kept_for_ever() throws Exception {
        gateway.close();
        gateway =
                GatewayHarness.serving(Topologies.everythingTo(upstream.port()), Limits.DEFAULT.withTimes(10_000, 300));
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            // From here on no stream has a window.
            client.frame(RawHttp2.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
            RawHttp2.Answer answer = client.get(1, "/").answer(1);
            assertEquals(200, answer.status());
            assertEquals("", answer.body());
            assertEquals(8, answer.reset(), "CANCEL");
        }
    }

    @Test
    void an_upgrade_from_http_1_is_not_asked_for() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + "/"))
                        .build(),
                BodyHandlers.ofString());
        assertEquals("ok", answer.body());
        assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
        assertFalse(upstream.request().toLowerCase(java.util.Locale.ROOT).contains("http2-settings"));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) throw new AssertionError("nothing happened");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
