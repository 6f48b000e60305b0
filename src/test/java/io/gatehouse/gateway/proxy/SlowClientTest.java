package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawHttp2;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that take too long, and upstreams that must not be held up for ever by them. */
class SlowClientTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int LARGE = 64 << 20;

    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    GatewayHarness serving() {
        return GatewayHarness.serving(Topologies.everythingTo(upstream.port()), Limits.DEFAULT.withTimes(700, 700));
    }

    private void endless() {
        upstream.answers((request, to) -> {
            try {
                to.write(RawUpstream.latin1("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n"));
                byte[] part = new byte[65_536];
                for (int sent = 0; sent < LARGE; sent += part.length) to.write(part);
            } catch (IOException closed) {
                ended.countDown();
                throw closed;
            }
        });
    }

    @Test
    void one_that_stops_reading_is_let_go_and_so_is_its_upstream() throws Exception {
        endless();
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(GET).head();
            assertTrue(ended.await(30, TimeUnit.SECONDS));
            int read = client.in().readAllBytes().length;
            assertTrue(read < LARGE, read + " bytes");
        }
    }

    @Test
    void so_is_one_of_http_2_and_only_its_stream_ends() throws Exception {
        endless();
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.get(1, "/");
            assertTrue(ended.await(30, TimeUnit.SECONDS));
            assertTrue(client.answer(1).reset() >= 0);
            upstream.answers(RawUpstream.OK);
            client.frame(RawHttp2.WINDOW_UPDATE, 0, 0, new byte[] {0, 16, 0, 0});
            assertEquals("ok", client.get(3, "/").answer(3).body());
        }
    }

    @Test
    void one_that_stops_sending_its_body_leaves_no_half_request_waiting_upstream() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        upstream.answers((request, to) -> asked.countDown());
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(200));
            assertTrue(client.answer().startsWith("HTTP/1.1 408"));
        }
        Patience.until(
                "the upstream is left alone", () -> upstream.connections() == 1 && upstream.openConnections() == 0);
        assertEquals(1, asked.getCount(), "it was never a request");
    }

    @Test
    void one_that_only_asks_and_never_reads_gets_few_answers() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        byte[] part = RawUpstream.latin1("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(50_000));
        upstream.answers((request, to) -> {
            asked.incrementAndGet();
            to.write(part);
        });
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(GET.repeat(2000));
            Patience.until("it is let go", () -> gateway.node().guard().hits(Guard.Limit.IDLE_TIME) > 0);
            assertTrue(asked.get() < 1000, asked + " answers, 50 KB each");
        }
    }

    @Test
    void those_who_leave_most_unread_pay_when_it_is_too_much_together() throws Exception {
        int most = 1 << 20;
        gateway.close();
        gateway = GatewayHarness.serving(
                Topologies.everythingTo(upstream.port()),
                Limits.DEFAULT.withClients(new Limits.Clients(1000, 0, 0, most)));
        endless();
        Guard guard = gateway.node().guard();
        try (RawClient slow = new RawClient(gateway.port());
                RawHttp2 greedy = new RawHttp2(gateway.port())) {
            slow.send(GET).head();
            // From here on no stream has a window.
            greedy.frame(RawHttp2.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
            for (int stream = 1; stream < 100; stream += 2) greedy.get(stream, "/");
            Patience.until("it is too much", () -> guard.hits(Guard.Limit.UNREAD_BYTES) > 0);
            Patience.until("it is no longer", () -> guard.unreadBytes() <= most);
            RawHttp2.Frame frame = greedy.next();
            while (frame.type() != RawHttp2.RST_STREAM) frame = greedy.next();
            assertEquals(11, frame.number(), "ENHANCE_YOUR_CALM");
            assertEquals(LARGE, slow.in().readNBytes(LARGE).length, "whoever is merely slow is spared");
        }
        Patience.until("nothing is left", () -> guard.unreadBytes() == 0);
    }

    @Test
    void those_who_read_nothing_do_not_use_up_the_upstream() throws Exception {
        int most = 40;
        gateway.close();
        gateway = GatewayHarness.serving(
                Topologies.everythingTo(upstream.port()),
                Limits.DEFAULT.withClients(new Limits.Clients(1000, 0, 0).withUpstreamCalls(most)));
        endless();
        Guard guard = gateway.node().guard();
        try (RawHttp2 greedy = new RawHttp2(gateway.port())) {
            greedy.frame(RawHttp2.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
            for (int stream = 1; stream < 2 * 100; stream += 2) greedy.get(stream, "/");
            Patience.until("some have to go", () -> guard.hits(Guard.Limit.UNREAD_BYTES) > 0);
            // Below three quarters nobody has to go any more.
            Patience.until("there is room", () -> upstream.openConnections() <= most * 3 / 4);
            upstream.answers(RawUpstream.OK);
            try (RawClient other = new RawClient(gateway.port())) {
                assertTrue(other.send(GET).answer().startsWith("HTTP/1.1 200"));
            }
        }
    }
}
