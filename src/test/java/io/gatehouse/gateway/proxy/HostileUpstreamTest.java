package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What upstreams may do wrong (G-18), and that neither this client nor the next one suffers from it more than it must. */
class HostileUpstreamTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    static Stream<Arguments> unreadable() {
        String ok = "HTTP/1.1 200 OK\r\n";
        String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                Arguments.of("junk", "what?\r\n\r\n"),
                Arguments.of("bad status", "HTTP/1.1 2x0 OK\r\n\r\n"),
                Arguments.of("HTTP/2.0", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("two lengths", ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("bad length", ok + "Content-Length: x\r\n\r\nab"),
                Arguments.of("CL and TE", ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("list of lengths", ok + "Content-Length: 2, 2\r\n\r\nab"),
                Arguments.of("signed length", ok + "Content-Length: +2\r\n\r\nab"),
                Arguments.of("empty length", ok + "Content-Length: \r\n\r\nab"),
                Arguments.of("huge length", ok + "Content-Length: 99999999999999999999\r\n\r\nab"),
                Arguments.of("another coding", ok + "Transfer-Encoding: gzip\r\n\r\nab"),
                Arguments.of(
                        "another coding first", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"),
                Arguments.of("chunked twice", ok + "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"),
                Arguments.of(
                        "coding in HTTP/1.0",
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"),
                Arguments.of("signed chunk", chunked + "+2\r\nab\r\n0\r\n\r\n"),
                Arguments.of("chunk with prefix", chunked + "0x2\r\nab\r\n0\r\n\r\n"),
                Arguments.of("chunk with blank", chunked + "2 \r\nab\r\n0\r\n\r\n"),
                Arguments.of("blank before chunk", chunked + " 2\r\nab\r\n0\r\n\r\n"),
                Arguments.of("chunk with seventeen digits", chunked + "00000000000000002\r\nab\r\n0\r\n\r\n"),
                Arguments.of("chunk wraps an int", chunked + "100000002\r\nab\r\n0\r\n\r\n"),
                Arguments.of("chunk ends with LF", chunked + "2\nab\r\n0\r\n\r\n"),
                Arguments.of("extension with LF", chunked + "2;a\nb\r\nab\r\n0\r\n\r\n"),
                Arguments.of("longer chunk than its size", chunked + "2\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("no colon", ok + "X-A\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("CR in field", ok + "X-A: a\rb\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("bare LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nab"),
                Arguments.of("status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("status below 100", "HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("negative status", "HTTP/1.1 -200 OK\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("NUL in reason", "HTTP/1.1 200 O\0K\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("another protocol", "ICY 200 OK\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of("eleven interim answers", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(11) + RawUpstream.OK),
                Arguments.of("NUL in field", ok + "X-A: a\0b\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("long head", ok + "X-A: " + "a".repeat(70_000) + "\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("unasked upgrade", "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
                Arguments.of("endless interim answers", "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000) + RawUpstream.OK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void an_unreadable_answer_is_a_502_and_the_next_call_is_unharmed(String what, String bytes) throws Exception {
        upstream.answers(bytes);
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
            assertTrue(answer.contains("An invalid response was received from the upstream server"), answer);
            upstream.answers(RawUpstream.OK);
            assertTrue(client.send(GET).answer().endsWith("\r\n\r\nok"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n9\r\nab"
            })
    void a_cut_answer_reaches_the_client_as_a_cut_one(String bytes) throws Exception {
        upstream.answersAndCloses(bytes);
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).rest();
            assertTrue(answer.contains("ab"), answer);
            assertFalse(answer.endsWith("0\r\n\r\n"), answer);
        }
    }

    @Test
    void a_broken_chunk_at_the_beginning_is_a_502() throws Exception {
        upstream.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n");
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
        }
    }

    @Test
    void an_answer_until_the_end_of_the_connection_is_complete() throws Exception {
        upstream.answersAndCloses("HTTP/1.0 200 OK\r\n\r\nabc");
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.endsWith("\r\n\r\nabc") || answer.endsWith("3\r\nabc\r\n0\r\n\r\n"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void an_answer_that_has_no_body_gets_none(int status) throws Exception {
        upstream.answers("HTTP/1.1 " + status + " X\r\nContent-Length: 5\r\n\r\nHTTP/");
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).head().startsWith("HTTP/1.1 " + status));
            upstream.answers(RawUpstream.OK);
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void head_has_no_body_and_keeps_its_length() throws Exception {
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        try (RawClient client = new RawClient(gateway.port())) {
            String head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head();
            assertTrue(head.contains("\r\nContent-Length: 5\r\n"), head);
            upstream.answers(RawUpstream.OK);
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"), "nothing of the body was sent on");
        }
    }

    @Test
    void a_folded_field_is_unfolded_and_a_blank_before_the_colon_taken_out() throws Exception {
        upstream.answers("HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\nX-B : 3\r\nContent-Length: 2\r\n\r\nok");
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.contains("\r\nX-A: 1 2\r\n") && answer.contains("\r\nX-B: 3\r\n"), answer);
        }
    }

    @Test
    void bytes_after_a_complete_answer_reach_nobody() throws Exception {
        upstream.answers(RawUpstream.OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).answer().endsWith("ok"));
        }
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).answer().endsWith("good"));
        }
    }

    @Test
    void interim_answers_are_passed_over() throws Exception {
        upstream.answers("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                + "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + RawUpstream.OK);
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void fields_of_the_upstreams_connection_stay_there() throws Exception {
        upstream.answers("HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
                + "Proxy-Authenticate: x\r\nUpgrade: h2c\r\nX-Gatehouse-Request-Id: evil\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n"
                + "Server: origin\r\nVia: 1.1 before\r\nContent-Length: 2\r\n\r\nok");
        try (RawClient client = new RawClient(gateway.port())) {
            String head = client.send(GET).answer();
            for (String gone :
                    new String[] {"X-Hop", "Keep-Alive", "Proxy-Authenticate", "Upgrade", "evil", "Connection"}) {
                assertFalse(head.contains(gone), head);
            }
            for (String kept : new String[] {
                "Set-Cookie: a\r\n",
                "Set-Cookie: b\r\n",
                "Server: origin\r\n",
                "Via: 1.1 before\r\n",
                "Via: 1.1 gatehouse/test\r\n"
            }) {
                assertTrue(head.contains(kept), head);
            }
        }
    }

    @Test
    void bytes_beyond_ascii_stay_the_bytes_that_they_are() throws Exception {
        String name = "\u00c3\u00bc.pdf";
        upstream.answers("HTTP/1.1 200 OK\r\nX-Name: " + name + "\r\nContent-Length: 2\r\n\r\nok");
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Name: " + name + "\r\n\r\n")
                    .answer();
            assertTrue(answer.contains("\r\nX-Name: " + name + "\r\n"), answer);
        }
        assertTrue(upstream.request().contains("\r\nX-Name: " + name + "\r\n"));
    }
}
