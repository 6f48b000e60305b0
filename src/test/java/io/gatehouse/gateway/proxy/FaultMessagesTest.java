package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.node.NodeOptions;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong in HTTP itself is told in Kong's words, in its form for clients that ask for none. */
class FaultMessagesTest {
    private final RawUpstream upstream = new RawUpstream();

    FaultMessagesTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", "414", "URI too long"),
                arguments(
                        "GET / HTTP/1.1\r\nHost: a\r\nCookie: " + "a".repeat(20_000) + "\r\n\r\n",
                        "400",
                        "Request header or cookie too large"),
                arguments("GET / HTTP/1.1\r\n\r\n", "400", "Bad request"),
                arguments("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", "413", "Payload too large"),
                arguments("POST / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", "417", "Expectation failed"),
                arguments("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "405", ""),
                arguments(
                        "GET /broken HTTP/1.1\r\nHost: a\r\n\r\n",
                        "502",
                        "An invalid response was received from the upstream server"),
                arguments("POST /silent HTTP/1.1\r\nHost: a\r\n\r\n", "504", "The upstream server is timing out"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_has_its_status_and_its_message(String request, String status, String message) throws Exception {
        upstream.answers((asked, to) -> {
            if (asked.contains("/broken")) to.write(RawUpstream.latin1("HTTP/9.9 no\r\n\r\n"));
        });
        Dialect kong = Dialect.kong();
        try (GatewayHarness gateway = GatewayHarness.serving(
                        Topologies.of(Topologies.service(upstream.port(), 1000, 300)),
                        options -> NodeOptions.on("127.0.0.1", 0, kong)
                                .withLimits(kong.limits().withBodyBytes(8)),
                        List.of());
                RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(request).answer();
            assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), answer);
            assertTrue(answer.contains("\r\nServer: kong/3.10.0\r\n"), answer);
            assertTrue(answer.contains("\r\n\r\n" + message), answer);
            assertTrue(answer.contains("\nrequest_id: "), answer);
        }
    }
}
