package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies on their way: none is kept, none is mixed up, and whoever leaves in the middle takes the other side along. */
class StreamingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int LARGE = 64 << 20;

    private RawUpstream upstream;
    private GatewayHarness gateway;

    @BeforeEach
    void start() throws IOException {
        upstream = new RawUpstream();
        gateway = serving(Limits.DEFAULT, exchange -> Filter.DONE);
    }

    private GatewayHarness serving(Limits limits, Function<Exchange, Future<Void>> filter) {
        PluginConfig[] plugins = {Topologies.plugin("probe", "{}")};
        return GatewayHarness.serving(
                Topologies.everythingTo(upstream.port(), plugins),
                options -> options.withLimits(limits),
                List.of(new Probe(filter)));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void events_arrive_one_by_one() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.answers((request, to) -> {
            to.write(RawUpstream.latin1(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
            to.flush();
            to.write(RawUpstream.latin1("9\r\ndata: 1\n\n\r\n"));
            to.flush();
            await(seen);
            to.write(RawUpstream.latin1("9\r\ndata: 2\n\n\r\n0\r\n\r\n"));
        });
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).head().contains("text/event-stream"));
            assertTrue(readUntil(client, "data: 1\n\n").contains("data: 1"));
            seen.countDown();
            assertTrue(readUntil(client, "0\r\n\r\n").contains("data: 2"));
        }
    }

    @Test
    void the_head_of_a_stream_does_not_wait_for_its_first_event() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.answers((request, to) -> {
            to.write(RawUpstream.latin1("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            to.flush();
            await(seen);
            to.write(RawUpstream.latin1("1\r\na\r\n0\r\n\r\n"));
        });
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).head().startsWith("HTTP/1.1 200"));
            seen.countDown();
            assertTrue(readUntil(client, "0\r\n\r\n").contains("a"));
        }
    }

    @Test
    void a_large_answer_is_held_back_by_a_client_that_does_not_read() throws Exception {
        AtomicLong written = new AtomicLong();
        upstream.answers((request, to) -> {
            to.write(RawUpstream.latin1("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n"));
            byte[] part = new byte[65_536];
            for (int sent = 0; sent < LARGE; sent += part.length) {
                to.write(part);
                written.addAndGet(part.length);
            }
        });
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(GET).head();
            long before = whenQuiet(written);
            assertTrue(before < LARGE / 2, before + " bytes left the upstream though nobody read them");
            assertEquals(LARGE, client.in().readNBytes(LARGE).length);
        }
    }

    @Test
    void a_large_body_passes_whole() throws Exception {
        gateway.close();
        gateway = serving(Limits.DEFAULT.withBodyBytes(0), exchange -> Filter.DONE);
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
        gateway = serving(Limits.DEFAULT.withBodyBytes(1000), exchange -> Filter.DONE);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) client.send("1f4\r\n" + "x".repeat(500) + "\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 413"));
        }
        assertEquals(List.of(), upstream.requestsSoFar(), "no complete request");
        assertEquals("body-too-large", gateway.usage().refusal());
    }

    @Test
    void a_client_that_leaves_ends_the_call_upstream() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        upstream.answers((request, to) -> {
            to.write(RawUpstream.latin1("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            try {
                while (true) {
                    to.write(RawUpstream.latin1("1\r\na\r\n"));
                    to.flush();
                }
            } catch (IOException closed) {
                ended.countDown();
                throw closed;
            }
        });
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(GET).head();
        }
        assertTrue(ended.await(5, TimeUnit.SECONDS));
        assertEquals(499, gateway.usage().status());
    }

    @Test
    void a_client_that_leaves_before_the_answer_ends_the_call_upstream() throws Exception {
        upstream.answers((request, to) -> {});
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(GET);
            upstream.request();
        }
        assertEquals(499, gateway.usage().status());
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
        gateway = serving(Limits.DEFAULT.withTimes(200, 60_000), exchange -> Filter.DONE);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nab");
            assertTrue(client.answer().startsWith("HTTP/1.1 408"));
            assertTrue(client.isClosed());
        }
    }

    @Test
    void a_head_may_come_byte_by_byte() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            for (char c : GET.toCharArray()) client.send(String.valueOf(c));
            assertTrue(client.answer().startsWith("HTTP/1.1 200"));
            for (char c : "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n".toCharArray()) client.send(String.valueOf(c));
            assertTrue(client.answer().startsWith("HTTP/1.1 400"));
        }
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
        gateway = serving(
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
        gateway = serving(Limits.DEFAULT, exchange -> exchange.body(2).mapEmpty());
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
            gateway = serving(Limits.DEFAULT, broken);
            try (RawClient client = new RawClient(gateway.port())) {
                String answer = client.send(GET).answer();
                assertTrue(answer.startsWith("HTTP/1.1 500"), answer);
                assertTrue(answer.contains("An unexpected error occurred"), answer);
                assertFalse(answer.contains("secret"), answer);
            }
            assertEquals(500, gateway.usage().status());
            gateway.close();
        }
        gateway = serving(Limits.DEFAULT, exchange -> Filter.DONE);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(5, TimeUnit.SECONDS)) throw new IOException("nobody saw it");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String readUntil(RawClient client, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            String some = client.some();
            if (some.isEmpty()) break;
            read.append(some);
        }
        return read.toString();
    }

    /** The count once it has stopped to grow. */
    private static long whenQuiet(AtomicLong count) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long before = -1;
        while (before != count.get()) {
            before = count.get();
            if (never.await(300, TimeUnit.MILLISECONDS)) break;
        }
        return before;
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

    /** Runs the test's own filter. */
    private record Probe(Function<Exchange, Future<Void>> filter) implements Plugin<Probe.Config> {
        record Config() {}

        @Override
        public String name() {
            return "probe";
        }

        @Override
        public int priority() {
            return 1;
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public Filter bind(Config config, Scope scope) {
            return new Filter() {
                @Override
                public Future<Void> onRequest(Exchange exchange) {
                    return filter.apply(exchange);
                }
            };
        }
    }
}
