package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.Topologies;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies that a plugin measures or wants to see whole, however they come. */
class WholeBodyTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String JSON_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    @Override
    GatewayHarness serving() {
        return GatewayHarness.serving(Topologies.everythingTo(
                upstream.port(),
                Topologies.plugin("response-transformer", "{\"add\": {\"json\": [\"b:2\"]}}"),
                Topologies.plugin("request-size-limiting", "{\"allowed_payload_size\": 8, \"size_unit\": \"bytes\"}")));
    }

    @Test
    void an_answer_in_chunks_is_changed_as_a_whole() throws Exception {
        upstream.answers(JSON_HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n");
        try (RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 2; i++) {
                String answer = client.send(GET).answer();
                assertTrue(answer.endsWith("{\"a\":1,\"b\":\"2\"}"), answer);
                assertEquals(1, count(answer, "content-length: 15"), answer);
                assertEquals(0, count(answer, "transfer-encoding"), answer);
            }
        }
    }

    @Test
    void an_answer_that_is_cut_off_is_none() throws Exception {
        upstream.answersAndCloses(JSON_HEAD + "Connection: close\r\nContent-Length: 7\r\n\r\n{\"a\"");
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 502"));
        }
    }

    @Test
    void what_is_too_long_to_wait_for_passes_as_it_is() throws Exception {
        String large = "{\"a\":\"" + "x".repeat(5 << 20) + "\"}";
        String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
        for (String answer : List.of(
                JSON_HEAD + "Content-Length: " + large.length() + "\r\n\r\n" + large,
                JSON_HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk)) {
            upstream.answers(answer);
            try (RawClient client = new RawClient(gateway.port())) {
                String got = client.send(GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
                        .rest();
                assertTrue(got.length() > large.length(), "only " + got.length());
                assertEquals(0, count(got, "\"b\""));
            }
        }
    }

    @Test
    void a_request_in_chunks_is_measured_as_it_comes() throws Exception {
        String post = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(post + "8\r\n12345678\r\n0\r\n\r\n").answer().startsWith("HTTP/1.1 200"));
        }
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(post + "9\r\n123456789\r\n0\r\n\r\n").answer();
            assertTrue(answer.startsWith("HTTP/1.1 413") && answer.contains("Request size limit exceeded"), answer);
        }
    }

    private static int count(String text, String part) {
        return text.toLowerCase(java.util.Locale.ROOT).split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
