package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.plugin.Filter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Answers on their way: none is kept (G-22), and whoever leaves in the middle takes the other side along. */
class StreamingTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int LARGE = 64 << 20;

    @Override
    GatewayHarness serving() {
        return Probe.serving(upstream, Limits.DEFAULT, exchange -> Filter.DONE);
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
    void a_large_body_is_held_back_by_an_upstream_that_does_not_read() throws Exception {
        gateway.close();
        gateway = Probe.serving(upstream, Limits.DEFAULT.withBodyBytes(0), exchange -> Filter.DONE);
        AtomicLong written = new AtomicLong();
        try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RawClient client = new RawClient(gateway.port())) {
            gateway.topology(Topologies.everythingTo(deaf.getLocalPort()));
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n");
            Thread sending = new Thread(() -> {
                try {
                    String part = "x".repeat(65_536);
                    while (written.addAndGet(part.length()) < LARGE) client.send(part);
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            sending.setDaemon(true);
            sending.start();
            long taken = whenQuiet(written);
            assertTrue(taken > 0 && taken < LARGE / 2, taken + " bytes left the client though nobody read them");
        }
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
        assertTrue(ended.await(30, TimeUnit.SECONDS));
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
    void a_head_may_come_byte_by_byte() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            for (char c : GET.toCharArray()) client.send(String.valueOf(c));
            assertTrue(client.answer().startsWith("HTTP/1.1 200"));
            for (char c : "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n".toCharArray()) client.send(String.valueOf(c));
            assertTrue(client.answer().startsWith("HTTP/1.1 400"));
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) throw new IOException("nobody saw it");
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
}
