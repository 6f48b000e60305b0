package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Clients whose requests need a second look: pipelined, answered early (G-15), waiting (G-16). What single requests must hold is in {@code protocol/}. */
class HostileClientTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    @Test
    void the_absolute_form_decides_which_host_is_meant() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET http://b:81/c HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        }
        String seen = upstream.request();
        assertTrue(seen.startsWith("GET /c HTTP/1.1\r\n"), seen);
        assertTrue(seen.contains("X-Forwarded-Host: b\r\n"), seen);
    }

    @Test
    void the_path_is_forwarded_as_it_was_routed() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET //a/%2e%2e/%62/./c%c3%a9?q=%2f&x HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answer();
        }
        String seen = upstream.request();
        assertTrue(seen.startsWith("GET /b/c%C3%A9?q=%2f&x HTTP/1.1\r\n"), seen);
        assertTrue(seen.contains("X-Forwarded-Path: //a/%2e%2e/%62/./c%c3%a9\r\n"), seen);
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() throws Exception {
        upstream.answers((request, to) ->
                to.write(RawUpstream.latin1("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + request.substring(5, 7))));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(
                    "GET /01 HTTP/1.1\r\nHost: a\r\n\r\nPOST /02 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                            + "GET /03 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertTrue(client.answer().endsWith("01"));
            assertTrue(client.answer().endsWith("/0"));
            assertTrue(client.answer().endsWith("03"));
        }
    }

    @Test
    void an_early_answer_does_not_turn_the_body_into_a_request() throws Exception {
        gateway.topology(Topologies.everythingTo(upstream.port(), Topologies.plugin("key-auth", "{}")));
        String hidden = GET + "X-Second: 1\r\n\r\n";
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(POST + "Content-Length: " + hidden.length() + "\r\n\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 401"));
            client.send(hidden + GET + "\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 401"), "the connection goes on after the body");
        }
        assertEquals(2, usages(2));
    }

    @Test
    void a_body_that_was_read_for_nothing_cuts_off_nobody() throws Exception {
        gateway.topology(Topologies.everythingTo(
                upstream.port(), Topologies.plugin("key-auth", "{\"run_on_preflight\":false}")));
        upstream.answers((request, to) -> {
            LockSupport.parkNanos(1_500_000_000L);
            to.write(RawUpstream.latin1(RawUpstream.OK));
        });
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(POST + "Content-Length: 2\r\n\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 401"));
            String slow = client.send("abOPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertTrue(slow.startsWith("HTTP/1.1 200"), slow);
            String next = client.send(POST + "Content-Length: 2\r\n\r\nab").answer();
            assertTrue(next.startsWith("HTTP/1.1 401"), next);
            LockSupport.parkNanos(1_500_000_000L);
            String last = client.send(GET + "\r\n").answer();
            assertTrue(last.startsWith("HTTP/1.1 401"), last);
        }
    }

    @Test
    void an_early_answer_waits_a_second_for_the_rest_of_the_body() throws Exception {
        gateway.topology(Topologies.everythingTo(upstream.port(), Topologies.plugin("key-auth", "{}")));
        try (RawClient client = new RawClient(gateway.port())) {
            long before = System.nanoTime();
            client.send(POST + "Content-Length: 100\r\n\r\nab");
            assertTrue(client.answer().startsWith("HTTP/1.1 401"));
            assertTrue(client.isClosed());
            long millis = (System.nanoTime() - before) / 1_000_000;
            assertTrue(millis >= 900, "after " + millis + " ms");
        }
    }

    @Test
    void a_refusal_is_not_taken_away_by_what_the_client_still_sends() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(POST + "Content-Length: 99999999\r\n\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 413"));
            client.send("x".repeat(30_000));
            assertEquals(-1, client.in().read(), "closed, and not reset");
        }
    }

    @Test
    void a_large_answer_of_the_gateways_own_leaves_before_its_connection_ends() throws Exception {
        String large = "x".repeat(1_000_000);
        gateway.topology(Topologies.everythingTo(
                upstream.port(), Topologies.plugin("request-termination", "{\"body\": \"" + large + "\"}")));
        for (String last : List.of(GET + "Connection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n")) {
            try (RawClient client = new RawClient(gateway.port())) {
                String answer = client.send(last).rest();
                assertTrue(answer.endsWith(large), answer.length() + " bytes");
            }
        }
    }

    @Test
    void an_early_answer_to_endless_chunks_ends_the_connection() throws Exception {
        gateway.topology(Topologies.everythingTo(upstream.port(), Topologies.plugin("key-auth", "{}")));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 401"));
            client.send("20000\r\n" + "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2300));
            assertTrue(client.isClosed());
        }
        assertEquals(1, usages(1));
        assertEquals(List.of(), upstream.requestsSoFar());
    }

    @Test
    void an_early_answer_to_a_long_body_ends_the_connection() throws Exception {
        gateway.topology(Topologies.everythingTo(upstream.port(), Topologies.plugin("key-auth", "{}")));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(POST + "Content-Length: 1000000\r\n\r\nabc");
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            assertTrue(client.isClosed());
        }
    }

    @Test
    void a_body_is_asked_for_only_when_it_is_wanted() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 100"));
            assertTrue(client.send("ab").answer().startsWith("HTTP/1.1 200"));
            assertFalse(upstream.request().contains("xpect"));
        }
        gateway.topology(Topologies.everythingTo(upstream.port(), Topologies.plugin("key-auth", "{}")));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 401"));
            assertTrue(client.isClosed(), "nobody knows whether a body or a request follows");
        }
    }

    @Test
    void a_body_that_was_asked_for_and_does_not_come_is_no_request() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertTrue(client.answer().startsWith("HTTP/1.1 100"));
        }
        assertEquals(499, gateway.usage().status());
        assertEquals(List.of(), upstream.requestsSoFar());
    }

    private int usages(int most) throws InterruptedException {
        for (int i = 0; i < most; i++) gateway.usage();
        return most;
    }
}
