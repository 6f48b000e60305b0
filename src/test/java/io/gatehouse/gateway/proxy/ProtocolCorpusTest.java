package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.Topologies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of {@code protocol/} is sent as it is, with a second request behind it. Its name says what must become of it:
 * {@code refused-STATUS} is one answer, the end of the connection and nothing upstream; {@code one-request} and {@code two-requests}
 * reach the upstream as just that, clean; {@code last-request} does, and ends the connection; {@code nothing} is cut off by the client and never becomes a request. By requirement: framing
 * G-1 to G-4, the head upstream G-5 and G-6, host G-7, version G-8, target G-9 and G-10, fields G-11 and G-12, expectations G-16,
 * sizes G-21.
 */
class ProtocolCorpusTest {
    static final Path FILES = Path.of("src/test/resources/protocol");

    private static final String SECOND = "GET /second HTTP/1.1\r\nHost: a\r\n\r\n";

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
        upstream.requests().clear();
        upstream.faults().clear();
    }

    static Stream<String> refused() {
        return files("refused-");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void is_refused_and_its_connection_ends(String name) throws IOException {
        String answer;
        try (RawClient client = new RawClient(gateway.port())) {
            answer = client.send(bytes(name) + SECOND).rest();
        }
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + name.split("-")[1] + " .*"), answer);
        assertEquals(1, answer.split("HTTP/1\\.[01] ", -1).length - 1, answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n") && answer.contains("\"request_id\""), answer);
        assertEquals(List.of(), List.copyOf(upstream.requests()));
        assertEquals(List.of(), List.copyOf(upstream.faults()));
    }

    static Stream<String> accepted() {
        return Stream.of("one-request-", "two-requests-", "last-request-").flatMap(ProtocolCorpusTest::files);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void becomes_what_it_says_and_no_more(String name) throws IOException {
        int wanted = name.startsWith("two-") ? 2 : 1;
        String sent = bytes(name);
        boolean goesOn = !sent.contains("HTTP/1.0") && !name.startsWith("last-");
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(sent + SECOND);
            for (int i = 0; i < wanted + (goesOn ? 1 : 0); i++) {
                String answer = client.answer();
                if (answer.contains(" 100 ")) answer = client.answer();
                assertTrue(answer.contains(" 200 OK\r\n") && answer.endsWith("\r\n\r\nok"), answer);
            }
            if (!goesOn) assertFalse(client.rest().contains(" 200 "));
        }
        List<WireRequest> seen = List.copyOf(upstream.requests());
        assertEquals(List.of(), List.copyOf(upstream.faults()));
        assertEquals(wanted + (goesOn ? 1 : 0), seen.size(), seen.toString());
        if (goesOn) assertEquals("/second", seen.get(wanted).target());
        if (sent.contains("ab") && sent.startsWith("POST"))
            assertTrue(seen.get(0).body().contains("ab"), seen.toString());
        String fields = seen.get(0).fields().toString();
        assertTrue(
                !fields.contains("x-hop")
                        && !fields.contains("evil")
                        && !fields.contains("value=6666]")
                        && !fields.contains("6.6.6.6"),
                fields);
    }

    static Stream<String> cut() {
        return files("nothing-");
    }

    @ParameterizedTest
    @MethodSource("cut")
    void never_becomes_a_request(String name) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(bytes(name));
        }
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(SECOND).answer().contains(" 200 OK"));
        }
        assertEquals(
                List.of("/second"),
                upstream.requests().stream().map(WireRequest::target).toList());
        assertEquals(List.of(), List.copyOf(upstream.faults()));
    }

    private static Stream<String> files(String prefix) {
        return Arrays.stream(FILES.toFile().list((folder, name) -> name.startsWith(prefix)))
                .sorted();
    }

    private static String bytes(String name) throws IOException {
        return Files.readString(FILES.resolve(name), StandardCharsets.ISO_8859_1);
    }
}
