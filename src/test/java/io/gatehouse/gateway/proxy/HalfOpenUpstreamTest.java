package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawHttp2;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.plugin.Filter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that are there and are not: they take a connection or a request and nothing follows, or they drop it in the middle. */
class HalfOpenUpstreamTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";
    private static final int TIMEOUT = 400;

    private void serve(int... ports) {
        gateway.topology(Upstreams.to(
                Upstreams.service(TIMEOUT, TIMEOUT),
                Upstreams.upstream("slots: 10"),
                Arrays.stream(ports).mapToObj(Upstreams::target).toList()));
    }

    private String ask(String request) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send(request).answer();
        }
    }

    @Test
    void one_that_accepts_no_connection_is_passed_over() throws Exception {
        List<Socket> before = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                Socket waiting = new Socket();
                before.add(waiting);
                try {
                    waiting.connect(full.getLocalSocketAddress(), 200);
                } catch (IOException queueIsFull) {
                    break;
                }
            }
            serve(full.getLocalPort(), upstream.port());
            assertTrue(ask(POST).endsWith("ok"), "nothing of it was sent");
            assertTrue(ask(GET).endsWith("ok"));
            serve(full.getLocalPort());
            assertTrue(ask(GET).startsWith("HTTP/1.1 504"));
        } finally {
            for (Socket socket : before) socket.close();
        }
    }

    @Test
    void one_that_accepts_and_never_reads_is_passed_over() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(deaf.getLocalPort(), upstream.port());
            for (int i = 0; i < 2; i++) assertTrue(ask(GET).endsWith("ok"));
            serve(deaf.getLocalPort());
            assertTrue(ask(GET).startsWith("HTTP/1.1 504"));
        }
    }

    @Test
    void one_that_does_not_take_a_large_body_is_given_up() throws Exception {
        gateway.close();
        gateway = Probe.serving(upstream, Limits.DEFAULT.withBodyBytes(0), exchange -> Filter.DONE);
        try (ServerSocket deaf = new ServerSocket();
                RawClient client = new RawClient(gateway.port())) {
            deaf.setReceiveBufferSize(4096);
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            gateway.topology(Topologies.of(Topologies.service(deaf.getLocalPort(), TIMEOUT, TIMEOUT)));
            int length = 64 << 20;
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            Thread sending = new Thread(() -> {
                try {
                    String part = "x".repeat(65_536);
                    for (int sent = 0; sent < length; sent += part.length()) client.send(part);
                } catch (IOException closed) {
                    // Given up, as it should be.
                }
            });
            sending.setDaemon(true);
            sending.start();
            assertTrue(client.head().startsWith("HTTP/1.1 504"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nConte", "H", "HTTP/1.1 100 Continue\r\n\r\n"})
    void silence_within_a_head_is_a_504_and_is_not_tried_elsewhere(String bytes) throws Exception {
        try (RawUpstream other = new RawUpstream()) {
            upstream.answers(bytes);
            other.answers(bytes);
            serve(upstream.port(), other.port());
            assertTrue(ask(GET).startsWith("HTTP/1.1 504"));
            assertEquals(
                    1, upstream.requestsSoFar().size() + other.requestsSoFar().size());
            Patience.until(
                    "the connection is given up", () -> upstream.openConnections() + other.openConnections() == 0);
        }
    }

    @Test
    void a_kept_connection_that_leads_nowhere_any_more_is_replaced() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        upstream.answers((request, to) -> {
            if (answered.getAndIncrement() != 1) to.write(RawUpstream.latin1(RawUpstream.OK));
        });
        gateway.topology(Topologies.of(Topologies.service(upstream.port(), 5_000, TIMEOUT)));
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).answer().endsWith("ok"));
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 504"), "over the connection of before, which is silent");
            assertEquals(1, upstream.connections());
            assertTrue(client.send(GET).answer().endsWith("ok"));
        }
        assertEquals(2, upstream.connections());
        Patience.until("the silent one is closed", () -> upstream.openConnections() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
                "HTTP/1.0 200 OK\r\n\r\nab",
            })
    void an_answer_that_is_reset_in_the_middle_is_never_a_whole_one(String bytes) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        resetsAfter(bytes, seen);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(GET).head();
            readUntilAb(client);
            seen.countDown();
            String rest = client.rest();
            assertFalse(rest.contains("0\r\n\r\n"), rest);
        }
        assertTrue(ask(GET).startsWith("HTTP/1.1 200"), "the next one is unharmed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "HTTP/1.0 200 OK\r\n\r\nab"})
    void a_client_that_knows_no_chunks_sees_it_too(String bytes) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        resetsAfter(bytes, seen);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n").head();
            readUntilAb(client);
            seen.countDown();
            assertThrows(IOException.class, client::rest, "the end of the connection would be the end of the body");
        }
    }

    @Test
    void a_client_of_http_2_sees_its_stream_reset() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        resetsAfter("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", seen);
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.get(1, "/");
            assertEquals("200", client.fields(client.next()).status().toString());
            assertEquals(RawHttp2.DATA, client.next().type());
            seen.countDown();
            assertTrue(client.answer(1).reset() >= 0);
            assertEquals(200, client.get(3, "/").answer(3).status(), "the others go on");
        }
    }

    /** The first time; then all is well. */
    private void resetsAfter(String bytes, CountDownLatch seen) {
        AtomicInteger asked = new AtomicInteger();
        upstream.answers((request, to) -> {
            boolean isFirst = asked.getAndIncrement() == 0;
            upstream.resets(isFirst);
            to.write(RawUpstream.latin1(isFirst ? bytes : RawUpstream.OK));
            to.flush();
            if (isFirst) await(seen);
        });
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) throw new IOException("nobody saw it");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void readUntilAb(RawClient client) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("ab") < 0) {
            String some = client.some();
            if (some.isEmpty()) throw new AssertionError("only " + read);
            read.append(some);
        }
    }
}
