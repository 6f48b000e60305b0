package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Bodies on their way to the upstream: streamed, bounded (G-21, G-22), and read as a whole only by filters that ask for it. */
class RequestBodyTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Override
    GatewayHarness serving() {
        return Probe.serving(upstream, Limits.DEFAULT, exchange -> Filter.DONE);
    }

    @Test
    void a_large_body_passes_whole() throws Exception {
        gateway.close();
        gateway = Probe.serving(upstream, Limits.DEFAULT.withBodyBytes(0), exchange -> Filter.DONE);
        int size = 20 << 20;
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
            String part = "x".repeat(1 << 20);
            for (int sent = 0; sent < size; sent += part.length()) client.send(part);
            assertTrue(client.answer().startsWith("HTTP/1.1 200"));
        }
        String seen = upstream.request();
        assertEquals(size, seen.length() - seen.indexOf("\r\n\r\n") - 4);
    }

    @Test
    void a_body_without_a_length_has_a_limit_too() throws Exception {
        gateway.close();
        gateway = Probe.serving(upstream, Limits.DEFAULT.withBodyBytes(1000), exchange -> Filter.DONE);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) client.send("1f4\r\n" + "x".repeat(500) + "\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 413"));
        }
        assertEquals(List.of(), upstream.requestsSoFar(), "no complete request");
        assertEquals("body-too-large", gateway.usage().refusal());
    }

    @Test
    void half_a_body_is_never_a_request() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        }
        assertEquals(499, gateway.usage().status());
        assertEquals(List.of(), upstream.requestsSoFar());
    }

    @Test
    void a_slow_body_is_given_up() throws Exception {
        gateway.close();
        gateway = Probe.serving(upstream, Limits.DEFAULT.withTimes(200, 60_000), exchange -> Filter.DONE);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nab");
            assertTrue(client.answer().startsWith("HTTP/1.1 408"));
            assertTrue(client.isClosed());
        }
        assertEquals(1, gateway.node().guard().hits(Guard.Limit.BODY_RATE));
    }

    @Test
    void an_upstream_that_answers_early_is_heard() throws Exception {
        upstream.answers((request, to) -> {});
        gateway.topology(Topologies.everythingTo(EarlyUpstream.start()));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc");
            assertTrue(client.answer().startsWith("HTTP/1.1 403"));
            assertTrue(client.isClosed());
        }
    }

    @Test
    void a_filter_may_read_and_replace_the_body() throws Exception {
        gateway.close();
        gateway = Probe.serving(
                upstream,
                Limits.DEFAULT,
                exchange -> exchange.body(1000).map(body -> {
                    exchange.replaceBody(Buffer.buffer("<" + body + ">"));
                    return null;
                }));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
            assertTrue(client.send("1\r\nc\r\n0\r\n\r\n").answer().startsWith("HTTP/1.1 200"));
        }
        String seen = upstream.request();
        assertTrue(seen.endsWith("\r\n\r\n<abc>"), seen);
        assertTrue(seen.toLowerCase(java.util.Locale.ROOT).contains("content-length: 5\r\n"), seen);
    }

    @Test
    void a_body_that_a_filter_reads_has_the_filters_limit() throws Exception {
        gateway.close();
        gateway = Probe.serving(
                upstream, Limits.DEFAULT, exchange -> exchange.body(2).mapEmpty());
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertTrue(client.answer().startsWith("HTTP/1.1 413"));
        }
        assertEquals(List.of(), upstream.requestsSoFar());
    }

    @Test
    void a_filter_that_throws_is_a_500_with_an_id() throws Exception {
        gateway.close();
        for (Function<Exchange, Future<Void>> broken : List.<Function<Exchange, Future<Void>>>of(
                exchange -> {
                    throw new IllegalStateException("secret");
                },
                exchange -> Future.failedFuture("secret"),
                exchange -> {
                    exchange.upstream().headers().set("X-A", "a\r\nX-B: b");
                    return Filter.DONE;
                },
                exchange -> {
                    exchange.respond(
                            200, io.vertx.core.http.HttpHeaders.headers().set("X-A", "a\r\nb"), null);
                    return Filter.DONE;
                })) {
            gateway = Probe.serving(upstream, Limits.DEFAULT, broken);
            try (RawClient client = new RawClient(gateway.port())) {
                String answer = client.send(GET).answer();
                assertTrue(answer.startsWith("HTTP/1.1 500"), answer);
                assertTrue(answer.contains("An unexpected error occurred"), answer);
                assertFalse(answer.contains("secret"), answer);
            }
            assertEquals(500, gateway.usage().status());
            gateway.close();
        }
        gateway = Probe.serving(upstream, Limits.DEFAULT, exchange -> Filter.DONE);
    }

    /** Answers a request whose body has not come yet. */
    private static final class EarlyUpstream {
        static int start() throws IOException {
            java.net.ServerSocket listening =
                    new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> {
                try (var socket = listening.accept()) {
                    RawUpstream.RawMessage.readHead(socket.getInputStream());
                    socket.getOutputStream()
                            .write(RawUpstream.latin1("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"));
                    socket.getInputStream().readAllBytes();
                } catch (IOException closed) {
                    // The gateway has ended it.
                }
            });
            thread.setDaemon(true);
            thread.start();
            return listening.getLocalPort();
        }
    }
}
