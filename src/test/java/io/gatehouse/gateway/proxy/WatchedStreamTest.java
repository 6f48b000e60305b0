package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stream that somebody counts passes as if nobody did, and is counted also when the client does not wait for its end. */
class WatchedStreamTest extends BetweenSockets {
    private static final String LIMIT = "X-AI-RateLimit-Remaining-hour-openai: ";
    private static final String BODY = "{\"stream\": true, \"prompt\": \"1234567890\"}";
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n" + BODY;
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n";

    @Override
    GatewayHarness serving() {
        return GatewayHarness.serving(Topologies.everythingTo(
                upstream.port(),
                Topologies.plugin(
                        "ai-rate-limiting-advanced",
                        "{\"llm_providers\": [{\"name\": \"openai\", \"limit\": [100], \"window_size\": [3600]}]}")));
    }

    @Test
    void events_arrive_one_by_one_and_a_client_that_leaves_is_counted() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        upstream.answers((request, to) -> {
            to.write(RawUpstream.latin1(STREAM));
            to.flush();
            await(over);
        });
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send(POST).head().contains(LIMIT + "100"));
            String got = "";
            while (!got.contains("data: 1\n\n")) got += client.some();
        }
        // One event, and a quarter of the 40 bytes.
        Patience.until("the stream is counted", () -> remaining().contains(LIMIT + "89"));
        over.countDown();
    }

    private String remaining() {
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
