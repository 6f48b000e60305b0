package io.gatehouse.gateway.proxy;

import static io.gatehouse.gateway.RawHttp2.CONTINUATION;
import static io.gatehouse.gateway.RawHttp2.END_HEADERS;
import static io.gatehouse.gateway.RawHttp2.END_STREAM;
import static io.gatehouse.gateway.RawHttp2.HEADERS;
import static io.gatehouse.gateway.RawHttp2.RST_STREAM;
import static io.gatehouse.gateway.RawHttp2.SETTINGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawHttp2;
import io.gatehouse.gateway.Topologies;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of HTTP/2 that nobody should send (G-20): each costs its stream, or its connection, and nothing of it goes upstream. */
class Http2ProtocolTest {
    private static final int PROTOCOL_ERROR = 1;
    private static final int CALM = 11;

    private static StrictUpstream upstream;
    private static GatewayHarness gateway;

    @BeforeAll
    static void start() throws IOException {
        upstream = new StrictUpstream();
        gateway = GatewayHarness.serving(Topologies.everythingTo(upstream.port()));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @AfterEach
    void forget() {
        assertEquals(List.of(), List.copyOf(upstream.faults()));
        upstream.requests().clear();
    }

    private static Arguments fields(String what, String... fields) {
        return Arguments.of(what, fields);
    }

    private static Arguments withField(String what, String name, String value) {
        return fields(what, RawHttp2.head("GET", "/", name, value));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                withField("CR in a value", "x-a", "b\rc"),
                withField("LF in a value", "x-a", "b\nc"),
                withField("CRLF and a field in a value", "x-a", "b\r\nx-evil: 1"),
                withField("NUL in a value", "x-a", "b\0c"),
                withField("DEL in a value", "x-a", "b\u007fc"),
                withField("CR in a name", "x-a\r", "b"),
                withField("LF in a name", "x-a\nx-evil", "b"),
                withField("NUL in a name", "x\0a", "b"),
                withField("blank in a name", "x a", "b"),
                withField("colon in a name", "x-a:", "b"),
                withField("capital in a name", "X-a", "b"),
                withField("eight bits in a name", "x-\u00e4", "b"),
                withField("empty name", "", "b"),
                withField("connection", "connection", "x-a"),
                withField("keep-alive", "keep-alive", "timeout=5"),
                withField("proxy-connection", "proxy-connection", "keep-alive"),
                withField("transfer-encoding", "transfer-encoding", "chunked"),
                withField("upgrade", "upgrade", "websocket"),
                withField("te", "te", "gzip"),
                withField("unknown pseudo-header", ":evil", "1"),
                withField("pseudo-header of answers", ":status", "200"),
                withField("second path", ":path", "/b"),
                withField("protocol that nobody offered", ":protocol", "websocket"),
                withField("value with a space behind it", "x-a", "b "),
                fields(
                        "address for a path",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        "http://b/"),
                withField("second authority", ":authority", "b"),
                withField("another host", "host", "b"),
                withField("length of a body that is not there", "content-length", "5"),
                withField("length that is no number", "content-length", "+0"),
                fields("no method", ":scheme", "http", ":authority", "a", ":path", "/"),
                fields("no scheme", ":method", "GET", ":authority", "a", ":path", "/"),
                fields("no path", ":method", "GET", ":scheme", "http", ":authority", "a"),
                fields("empty path", RawHttp2.head("GET", "")),
                fields("LF in the path", RawHttp2.head("GET", "/a\nb")),
                fields("CRLF in the path", RawHttp2.head("GET", "/ HTTP/1.1\r\nx-evil: 1\r\n\r\n")),
                fields("CRLF in the method", RawHttp2.head("GET / HTTP/1.1\r\nx: y\r\n", "/")),
                fields("another scheme", ":method", "GET", ":scheme", "ftp", ":authority", "a", ":path", "/"),
                fields(
                        "CRLF in the authority",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a\r\nx: y",
                        ":path",
                        "/"),
                fields("pseudo-header behind a field", ":method", "GET", ":scheme", "http", "x-a", "b", ":path", "/"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformed(String what, String... fields) throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer answer = client.request(1, fields).answer(1);
            assertEquals(PROTOCOL_ERROR, answer.reset(), answer.toString());
            assertEquals(0, answer.status(), "nothing is said to it");
            assertEquals("ok", client.get(3, "/next").answer(3).body(), "the connection goes on");
        }
        assertEquals(1, upstream.requests().size(), upstream.requests().toString());
    }

    @Test
    void a_body_is_as_long_as_it_says() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Answer longer = client.post(1, "/", "content-length", "2")
                    .data(1, "abc", true)
                    .answer(1);
            assertEquals(PROTOCOL_ERROR, longer.reset());
            RawHttp2.Answer shorter = client.post(3, "/", "content-length", "4")
                    .data(3, "abc", true)
                    .answer(3);
            assertEquals(PROTOCOL_ERROR, shorter.reset());
            assertEquals("ok", client.get(5, "/").answer(5).body());
        }
        assertEquals(1, upstream.requests().size(), upstream.requests().toString());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(400, RawHttp2.head("GET", "/a%00")),
                Arguments.of(400, RawHttp2.head("GET", "/a b")),
                Arguments.of(400, RawHttp2.head("GET", "*")),
                Arguments.of(400, RawHttp2.head("GET", "/a#b")),
                Arguments.of(400, RawHttp2.head("get", "/")),
                Arguments.of(400, RawHttp2.head("G T", "/")),
                Arguments.of(405, RawHttp2.head("TRACE", "/")),
                Arguments.of(417, RawHttp2.head("GET", "/", "expect", "more")),
                Arguments.of(414, RawHttp2.head("GET", "/" + "a".repeat(9000))),
                Arguments.of(431, RawHttp2.head("GET", "/", many(120))),
                Arguments.of(431, RawHttp2.head("GET", "/", "x-a", "b".repeat(17_000))),
                Arguments.of(400, new String[] {":method", "GET", ":scheme", "http", ":path", "/"}),
                Arguments.of(
                        400, new String[] {":method", "GET", ":scheme", "http", ":authority", "u@a", ":path", "/"}));
    }

    private static String[] many(int fields) {
        String[] all = new String[fields * 2];
        for (int i = 0; i < fields; i++) {
            all[2 * i] = "x-" + i;
            all[2 * i + 1] = "a";
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource
    void refused(int status, String... fields) throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            // Longer than one frame may be.
            byte[] block = RawHttp2.block(fields);
            int first = Math.min(block.length, 16_000);
            client.frame(
                    HEADERS,
                    END_STREAM | (first == block.length ? END_HEADERS : 0),
                    1,
                    java.util.Arrays.copyOf(block, first));
            if (first < block.length)
                client.frame(CONTINUATION, END_HEADERS, 1, java.util.Arrays.copyOfRange(block, first, block.length));
            assertEquals(status, client.answer(1).status());
            assertEquals("ok", client.get(3, "/next").answer(3).body());
        }
        assertEquals(1, upstream.requests().size(), upstream.requests().toString());
    }

    @Test
    void a_hundred_streams_are_what_is_offered_and_no_more() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            RawHttp2.Frame settings = client.any();
            assertEquals(SETTINGS, settings.type());
            boolean limited = false;
            for (ByteBuffer all = ByteBuffer.wrap(settings.payload()); all.hasRemaining(); ) {
                int name = all.getShort();
                limited |= all.getInt() == 100 && name == 3;
            }
            assertTrue(limited);
            for (int i = 0; i <= 100; i++) client.post(1 + 2 * i, "/");
            RawHttp2.Frame refused = client.next();
            assertEquals(RST_STREAM, refused.type());
            assertEquals(201, refused.stream());
        }
    }

    @Test
    void who_takes_back_all_requests_loses_the_connection() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            try {
                for (int i = 0; i < 300; i++)
                    client.post(1 + 2 * i, "/").frame(RST_STREAM, 0, 1 + 2 * i, RawHttp2.CANCEL);
            } catch (SocketException closed) {
                return;
            }
            assertEquals(CALM, client.goAway());
        }
    }

    @Test
    void a_head_in_countless_pieces_ends_the_connection() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.frame(HEADERS, 0, 1, RawHttp2.block(RawHttp2.head("GET", "/")));
            try {
                for (int i = 0; i < 100; i++) client.frame(CONTINUATION, 0, 1);
            } catch (SocketException closed) {
                return;
            }
            assertEquals(CALM, client.goAway());
        }
    }

    @Test
    void a_head_without_end_ends_the_connection() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            byte[] large = RawHttp2.block("x-a", "b".repeat(15_000));
            client.frame(HEADERS, 0, 1, RawHttp2.block(RawHttp2.head("GET", "/")));
            try {
                for (int i = 0; i < 10; i++) client.frame(CONTINUATION, 0, 1, large);
                assertTrue(client.goAway() > 0);
            } catch (SocketException closed) {
                // Told or not, it is over.
            }
        }
    }

    @Test
    void what_is_no_frame_ends_the_connection() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
            client.in().readAllBytes();
        }
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send("PRI * HTTP/2.0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    .rest();
            assertTrue(answer.matches("(?s)HTTP/1.[01] 400 .*"), answer);
        }
        assertEquals(0, upstream.requests().size());
    }
}
