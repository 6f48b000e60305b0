package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that do not answer, and when they are asked again (G-19). */
class FailingUpstreamTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void a_connection_that_the_upstream_had_closed_is_replaced() throws Exception {
        upstream.answersAndCloses(RawUpstream.OK);
        try (RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 5; i++) assertTrue(client.send(GET).answer().endsWith("ok"));
        }
    }

    @Test
    void get_is_tried_again_when_the_connection_ends_without_an_answer() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upstream.answers((request, to) -> {
            if (calls.incrementAndGet() < 3) to.close();
            else to.write(RawUpstream.latin1(RawUpstream.OK));
        });
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).answer().endsWith("ok"));
        }
        assertEquals(3, calls.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\nConte", "HTTP/1.1 100 Continue\r\n\r\n"})
    void nothing_is_tried_again_once_a_byte_has_come(String bytes) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upstream.answers((request, to) -> {
            calls.incrementAndGet();
            to.write(RawUpstream.latin1(bytes));
            to.close();
        });
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
        }
        assertEquals(1, calls.get());
    }

    @Test
    void there_are_so_many_tries_and_no_more() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upstream.answers((request, to) -> {
            calls.incrementAndGet();
            to.close();
        });
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
        }
        assertEquals(3, calls.get(), "two retries");
    }

    @Test
    void a_body_that_has_begun_is_not_sent_again() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upstream.answers((request, to) -> {
            calls.incrementAndGet();
            to.close();
        });
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")
                    .answer();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
        }
        assertEquals(1, calls.get());
    }

    @Test
    void post_is_never_tried_again() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upstream.answers((request, to) -> {
            calls.incrementAndGet();
            to.close();
        });
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")
                    .answer();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
        }
        assertEquals(1, calls.get());
    }

    @Test
    void a_refused_connection_is_a_502() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        gateway.topology(Topologies.everythingTo(free));
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 502"));
        }
    }

    @Test
    void an_unknown_name_is_a_503() throws Exception {
        gateway.topology(Topologies.of(Topologies.service("host: no-such-host.invalid")));
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
            assertTrue(answer.contains("name resolution failed"), answer);
        }
    }

    @Test
    void silence_is_a_504_at_the_read_timeout() throws Exception {
        gateway.topology(Topologies.of(Topologies.service(upstream.port(), 5_000, 300)));
        upstream.answers("");
        try (RawClient client = new RawClient(gateway.port())) {
            long before = System.nanoTime();
            String answer = client.send(GET).answer();
            long millis = (System.nanoTime() - before) / 1_000_000;
            assertTrue(answer.startsWith("HTTP/1.1 504"), answer);
            assertTrue(millis >= 300 && millis < 1500, "after " + millis + " ms");
        }
    }

    @Test
    void silence_in_the_middle_cuts_the_answer() throws Exception {
        gateway.topology(Topologies.of(Topologies.service(upstream.port(), 5_000, 300)));
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab");
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).rest().endsWith("ab"));
        }
    }
}
