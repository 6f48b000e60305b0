package io.gatehouse.gateway.plugins;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import org.junit.jupiter.api.Test;

/** What the cache does with answers that scenarios cannot describe. */
class ProxyCacheTest {
    private static final String REST = " /now HTTP/1.1\r\nHost: api.example\r\n\r\n";

    @Test
    void head_is_answered_with_what_get_has_left() throws Exception {
        try (RawUpstream upstream = new RawUpstream()) {
            upstream.answers("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
            try (GatewayHarness gateway = GatewayHarness.serving(Topologies.everythingTo(
                            upstream.port(), Topologies.plugin("proxy-cache", "{\"strategy\": \"memory\"}")));
                    RawClient client = new RawClient(gateway.port())) {
                client.send("GET" + REST).answer();
                String head = client.send("HEAD" + REST).head().toLowerCase(java.util.Locale.ROOT);
                assertTrue(head.contains("x-cache-status: hit"), head);
                assertTrue(head.contains("content-length: 5"), head);
                String next = client.send("GET" + REST).answer();
                assertTrue(next.startsWith("HTTP/1.1 200") && next.endsWith("\r\n\r\nhello"), next);
            }
        }
    }
}
