package io.gatehouse.gateway.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The upstream is asked by another method than the client used: the answer still ends where the client expects. */
class ChangedMethodTest {

    @Test
    void a_head_in_place_of_a_get_gives_an_empty_answer() throws Exception {
        for (String length : List.of("Content-Length: 5", "Transfer-Encoding: chunked")) {
            List<String> answers =
                    answers("HEAD", "GET", "HTTP/1.1 200 OK\r\n" + length + "\r\nX-Origin: here\r\n\r\n");
            for (String answer : answers) {
                assertTrue(answer.startsWith("http/1.1 200"), answer);
                assertTrue(answer.contains("x-origin: here"), answer);
                assertTrue(answer.contains("content-length: 0"), answer);
                assertTrue(answer.endsWith("\r\n\r\n"), answer);
            }
        }
    }

    @Test
    void a_get_in_place_of_a_head_gives_the_head_alone() throws Exception {
        for (String answer : answers("GET", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")) {
            assertTrue(answer.contains("content-length: 5"), answer);
            assertTrue(answer.startsWith("http/1.1 200"), answer);
        }
    }

    /** Two over one connection, in lower case: the second shows whether the first has ended. */
    private static List<String> answers(String upstream, String client, String answer) throws Exception {
        try (RawUpstream origin = new RawUpstream()) {
            origin.answers(answer);
            String config = "{\"http_method\": \"" + upstream + "\"}";
            try (GatewayHarness gateway = GatewayHarness.serving(
                            Topologies.everythingTo(origin.port(), Topologies.plugin("request-transformer", config)));
                    RawClient connection = new RawClient(gateway.port())) {
                String request = client + " / HTTP/1.1\r\nHost: a\r\n\r\n";
                String first = ask(connection, request);
                assertEquals(upstream, origin.request().split(" ")[0]);
                String second = ask(connection, request);
                return List.of(first.toLowerCase(Locale.ROOT), second.toLowerCase(Locale.ROOT));
            }
        }
    }

    /** What follows the head of an answer to HEAD would stand in front of the next. */
    private static String ask(RawClient connection, String request) throws Exception {
        connection.send(request);
        return request.startsWith("HEAD") ? connection.head() : connection.answer();
    }
}
