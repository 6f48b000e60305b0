package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that clients may send to make two parsers disagree, and what an upstream gets to see of them. */
class HostileClientTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    private RawUpstream upstream;
    private GatewayHarness gateway;

    @BeforeEach
    void start() throws IOException {
        upstream = new RawUpstream();
        gateway = GatewayHarness.serving(Topologies.everythingTo(upstream.port()));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("CL and TE", 400, POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                row("TE and CL", 400, POST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
                row("TE in HTTP/1.0", 400, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                row("two lengths", 400, POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                row("list of lengths", 400, POST + "Content-Length: 1, 2\r\n\r\nab"),
                row("empty length", 400, POST + "Content-Length: \r\n\r\n"),
                row("signed length", 400, POST + "Content-Length: +1\r\n\r\na"),
                row("negative length", 400, POST + "Content-Length: -1\r\n\r\na"),
                row("hex length", 400, POST + "Content-Length: 0x1\r\n\r\na"),
                row("huge length", 400, POST + "Content-Length: 99999999999999999999\r\n\r\na"),
                row("length with junk", 400, POST + "Content-Length: 1a\r\n\r\na"),
                row("unknown coding", 400, POST + "Transfer-Encoding: gzip\r\n\r\n"),
                row("chunked not last", 400, POST + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
                row("chunked twice", 400, POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                row("two codings", 400, POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n"),
                row("another coding first", 400, POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                row("an empty coding", 400, POST + "Transfer-Encoding: , chunked\r\n\r\n0\r\n\r\n"),
                row("obscured chunked", 400, POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                row("vertical tab in coding", 400, POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                row("blank before colon", 400, GET + "X-A : 1\r\n\r\n"),
                row("blank before the colon of TE", 400, POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
                row("folded field", 400, GET + "X-A: 1\r\n 2\r\n\r\n"),
                row("no colon", 400, GET + "X-A\r\n\r\n"),
                row("empty name", 400, GET + ": 1\r\n\r\n"),
                row("NUL in value", 400, GET + "X-A: a\0b\r\n\r\n"),
                row("NUL in name", 400, GET + "X\0A: b\r\n\r\n"),
                row("CR in value", 400, GET + "X-A: a\rb\r\n\r\n"),
                row("control in value", 400, GET + "X-A: a\u0001b\r\n\r\n"),
                row("quotes in name", 400, GET + "X\"A: b\r\n\r\n"),
                row("blank in name", 400, GET + "X A: b\r\n\r\n"),
                row("eight-bit name", 400, GET + "X\u00e9: b\r\n\r\n"),
                row("no host", 400, "GET / HTTP/1.1\r\n\r\n"),
                row("two hosts", 400, GET + "Host: b\r\n\r\n"),
                row("empty host", 400, "GET / HTTP/1.1\r\nHost: \r\n\r\n"),
                row("host with user", 400, "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),
                row("host with path", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                row("list of hosts", 400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                row("absolute form with bad host", 400, "GET http://a/ HTTP/1.1\r\nHost: b c\r\n\r\n"),
                row("absolute form with user", 400, "GET http://u:p@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("other scheme", 400, "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("authority form", 400, "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("asterisk form", 400, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("CONNECT", 405, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("TRACE", 405, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("HTTP/2.0", 400, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
                row("HTTP/1.2", 400, "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
                row("HTTP/0.9 by name", 400, "GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
                row("lower-case version", 400, "GET / http/1.1\r\nHost: a\r\n\r\n"),
                row("fragment", 400, "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("eight-bit target", 400, "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("bad escape", 400, "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("escaped slash", 400, "GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("backslash", 400, "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("above the root", 400, "GET /../a HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("step up with parameter", 400, "GET /a/..;/b HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("bad method", 400, "GE\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("expectation", 417, POST + "Expect: 200-ok\r\nContent-Length: 1\r\n\r\na"),
                row("long line", 414, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("long field", 431, GET + "X-A: " + "a".repeat(17_000) + "\r\n\r\n"),
                row("many fields", 431, GET + "X-A: a\r\n".repeat(120) + "\r\n"),
                row("long body", 413, POST + "Content-Length: 99999999\r\n\r\na"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void is_refused_and_its_connection_ends(String what, int status, String bytes) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(bytes + GET + "X-Second: 1\r\n\r\n");
            String answer = client.rest();
            assertTrue(answer.startsWith("HTTP/1.1 " + status) || answer.startsWith("HTTP/1.0 " + status), answer);
            assertEquals(1, count(answer, "HTTP/1."), answer);
            assertTrue(answer.contains("\"request_id\""), answer);
        }
        assertEquals(List.of(), upstream.requestsSoFar());
    }

    static Stream<Arguments> brokenBodies() {
        String chunked = POST + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                row("no hex", 0, chunked + "g\r\na\r\n0\r\n\r\n"),
                row("signed size", 0, chunked + "+1\r\na\r\n0\r\n\r\n"),
                row("negative size", 0, chunked + "-1\r\na\r\n0\r\n\r\n"),
                row("hex prefix", 0, chunked + "0x1\r\na\r\n0\r\n\r\n"),
                row("empty size", 0, chunked + "\r\na\r\n0\r\n\r\n"),
                row("overflow", 0, chunked + "fffffffffffffffff\r\na\r\n0\r\n\r\n"),
                row("wraps an int", 0, chunked + "100000001\r\na\r\n0\r\n\r\n"),
                row("bare LF after size", 0, chunked + "1\na\r\n0\r\n\r\n"),
                row("bare CR after size", 0, chunked + "1\ra\r\n0\r\n\r\n"),
                row("no CRLF after data", 0, chunked + "1\r\nab\r\n0\r\n\r\n"),
                row("LF after data", 0, chunked + "1\r\na\n0\r\n\r\n"),
                row("LF in extension", 0, chunked + "1;a\nb\r\na\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    void a_broken_body_never_becomes_a_complete_request(String what, int none, String bytes) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(bytes + GET + "X-Second: 1\r\n\r\n");
            String answer = client.rest();
            assertFalse(answer.contains("200 OK"), answer);
        }
        assertEquals(List.of(), upstream.requestsSoFar());
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                row("plain", 0, GET + "\r\n"),
                row("same lengths twice", 0, POST + "Content-Length: 2\r\n\r\nab"),
                row("chunk extension", 0, POST + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n0\r\n\r\n"),
                row(
                        "trailers",
                        0,
                        POST + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-Consumer-ID: x\r\nHost: b\r\n\r\n"),
                row("chunked in capitals", 0, POST + "Transfer-Encoding: Chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"),
                row("absolute form", 0, "GET http://b:80/c HTTP/1.1\r\nHost: a\r\n\r\n"),
                row("HTTP/1.0", 0, "GET / HTTP/1.0\r\n\r\n"),
                row("GET with body", 0, GET + "Content-Length: 2\r\n\r\nab"),
                row(
                        "hop-by-hop",
                        0,
                        GET
                                + "Connection: keep-alive, X-Hop, Host, Content-Length\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\n"
                                + "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic eDp5\r\nTE: trailers, deflate\r\n"
                                + "Trailer: X\r\nHTTP2-Settings: AAMA\r\nProxy: http://evil\r\n\r\n"),
                row(
                        "upgrade to h2c",
                        0,
                        GET + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"),
                row(
                        "spoofed identity",
                        0,
                        GET
                                + "X-Consumer-ID: x\r\nx-consumer-username: x\r\nX_Consumer_Custom_ID: x\r\nX-Consumer_ID: x\r\n"
                                + "X-Credential-Identifier: x\r\nX-Anonymous-Consumer: true\r\nX-Authenticated-Groups: x\r\n"
                                + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: evil\r\nX-Forwarded-Port: 6666\r\n"
                                + "X-Forwarded-Proto: https\r\nX-Forwarded-Prefix: /evil\r\nX-Forwarded-Path: /evil\r\n"
                                + "Forwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nX-Gatehouse-Request-Id: evil\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void one_request_becomes_one_clean_request(String what, int none, String bytes) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(bytes).answer().contains(" 200 OK"));
        }
        String seen = upstream.request();
        assertEquals(List.of(), upstream.requestsSoFar(), "only one");
        assertClean(seen);
        if (bytes.contains("ab"))
            assertTrue(seen.endsWith("\r\n\r\nab") || seen.endsWith("2\r\nab\r\n0\r\n\r\n"), seen);
    }

    private static void assertClean(String seen) {
        String head = seen.substring(0, seen.indexOf("\r\n\r\n"));
        List<String> names = Arrays.stream(head.split("\r\n"))
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .toList();
        assertEquals(1, names.stream().filter("host"::equals).count(), head);
        long framings = names.stream()
                .filter(name -> name.equals("content-length") || name.equals("transfer-encoding"))
                .count();
        assertTrue(framings <= 1, head);
        for (String name : names) {
            boolean hop =
                    List.of("connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer")
                                    .contains(name)
                            || List.of("upgrade", "http2-settings", "proxy", "expect", "x-hop", "forwarded")
                                    .contains(name);
            boolean spoofed = name.contains("_") || name.startsWith("x-consumer") || name.startsWith("x-credential");
            assertFalse(hop || spoofed || name.startsWith("x-a"), head);
        }
        assertFalse(head.contains("evil") || head.contains("6.6.6.6") || head.contains("6666"), head);
        assertTrue(head.contains("X-Forwarded-For: 127.0.0.1\r\n"), head);
        assertTrue(head.contains("X-Real-IP: 127.0.0.1\r\n"), head);
    }

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
            client.send("GET //a/%2e%2e/%62/./c%c3%a9?q=%2F%zz&x HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answer();
        }
        String seen = upstream.request();
        assertTrue(seen.startsWith("GET /b/c%C3%A9?q=%2F%zz&x HTTP/1.1\r\n"), seen);
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

    private int usages(int most) throws InterruptedException {
        for (int i = 0; i < most; i++) gateway.usage();
        return most;
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    private static Arguments row(String what, int status, String bytes) {
        return Arguments.of(what, status, bytes);
    }
}
