package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.usage.UsageRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a call looks like to the upstream, to the client and in the records. */
class ProxyingTest extends BetweenSockets {
    private static final String GET = "GET / HTTP/1.1\r\nHost: api.example:8000\r\n\r\n";
    private static final UUID CONSUMER = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID CREDENTIAL = UUID.fromString("00000000-0000-4000-8000-00000000000b");

    @Test
    void the_upstream_is_told_about_the_client() throws Exception {
        gateway.topology(new Topology(
                List.of(Topologies.service(upstream.port(), 1000, 1000)),
                List.of(Topologies.route("/weather", true)),
                List.of(),
                List.of()));
        ask("GET /weather/v1/./now?b=2&a=1 HTTP/1.1\r\nHost: API.example:8000\r\nAccept: x\r\n\r\n");
        String seen = upstream.request();
        assertTrue(seen.startsWith("GET /v1/now?b=2&a=1 HTTP/1.1\r\n"), seen);
        for (String field : List.of(
                "Host: 127.0.0.1:" + upstream.port(),
                "Accept: x",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Host: api.example",
                "X-Forwarded-Port: " + gateway.port(),
                "X-Forwarded-Path: /weather/v1/./now",
                "X-Forwarded-Prefix: /weather",
                "X-Real-IP: 127.0.0.1",
                "Via: 1.1 gatehouse/test")) {
            assertTrue(seen.contains("\r\n" + field + "\r\n"), field + " in " + seen);
        }
    }

    @Test
    void a_route_may_preserve_the_host() throws Exception {
        gateway.topology(new Topology(
                List.of(Topologies.service(upstream.port(), 1000, 1000)),
                List.of(Topologies.route("paths: [/], preserve_host: true")),
                List.of(),
                List.of()));
        ask(GET);
        assertTrue(upstream.request().contains("\r\nHost: api.example:8000\r\n"));
    }

    @Test
    void a_trusted_proxy_speaks_for_its_client() throws Exception {
        try (var trusting = GatewayHarness.serving(
                        Topologies.everythingTo(upstream.port()),
                        options -> options.withTrustedProxies(List.of("127.0.0.0/8")),
                        List.of());
                RawClient client = new RawClient(trusting.port())) {
            client.send(
                            "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.7\r\nX-Forwarded-Proto: https\r\n"
                                    + "X-Forwarded-Host: portal.example\r\nX-Forwarded-Port: 443\r\n\r\n")
                    .answer();
        }
        String seen = upstream.request();
        for (String field : List.of(
                "X-Forwarded-For: 6.6.6.6, 203.0.113.7, 127.0.0.1",
                "X-Real-IP: 203.0.113.7",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: portal.example",
                "X-Forwarded-Port: 443")) {
            assertTrue(seen.contains("\r\n" + field + "\r\n"), field + " in " + seen);
        }
    }

    @Test
    void the_client_is_told_what_the_gateway_took() throws Exception {
        String answer = ask(GET);
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("\r\nVia: 1.1 gatehouse/test\r\n"), answer);
        assertTrue(answer.matches("(?s).*\r\nX-Gatehouse-Upstream-Latency: \\d+\r\n.*"), answer);
        assertTrue(answer.matches("(?s).*\r\nX-Gatehouse-Proxy-Latency: \\d+\r\n.*"), answer);
        String id = field(answer, "X-Gatehouse-Request-Id");
        assertTrue(id.matches("[0-9a-f]{32}"), id);
        assertEquals(id, field(upstream.request(), "X-Gatehouse-Request-Id"));
        UsageRecord call = gateway.usage();
        assertEquals(id, call.requestId());
        assertEquals(200, call.status());
        assertEquals(Topologies.SERVICE, call.serviceId());
        assertEquals(Topologies.ROUTE, call.routeId());
        assertNull(call.consumerId());
        assertNull(call.refusal());
        assertNotEquals(id, field(ask(GET), "X-Gatehouse-Request-Id"));
    }

    @Test
    void no_route_is_a_404_in_the_form_that_the_client_reads() throws Exception {
        gateway.topology(Topology.EMPTY);
        String json = ask(GET);
        assertTrue(json.startsWith("HTTP/1.1 404 Not Found\r\n"), json);
        assertTrue(json.contains("\r\nContent-Type: application/json; charset=utf-8\r\n"), json);
        assertTrue(json.contains("\r\nServer: gatehouse/test\r\n"), json);
        assertTrue(json.contains("\"message\":\"no Route matched with those values\""), json);
        assertTrue(json.contains("\"request_id\":\"" + field(json, "X-Gatehouse-Request-Id") + "\""), json);
        assertTrue(json.matches("(?s).*\r\nX-Gatehouse-Response-Latency: \\d+\r\n.*"), json);
        assertFalse(json.contains("\r\nVia:"), json);
        String html = ask("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n");
        assertTrue(html.contains("<p>no Route matched with those values.</p>"), html);
        assertEquals("no-route", gateway.usage().refusal());
    }

    @Test
    void a_refusal_of_head_has_no_body() throws Exception {
        gateway.topology(Topology.EMPTY);
        try (RawClient client = new RawClient(gateway.port())) {
            assertTrue(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head().startsWith("HTTP/1.1 404"));
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 404"));
        }
    }

    @Test
    void a_route_without_service_is_a_503() throws Exception {
        var route = Topologies.route("/", false);
        gateway.topology(new Topology(
                List.of(),
                List.of(new io.gatehouse.gateway.config.Route(
                        route.id(),
                        "r",
                        null,
                        null,
                        null,
                        null,
                        route.paths(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)),
                List.of(),
                List.of()));
        String answer = ask(GET);
        assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
        assertTrue(answer.contains("no Service found with those values"), answer);
    }

    @Test
    void a_route_for_https_only_says_so() throws Exception {
        var route = Topologies.route("/", false);
        for (int status : new int[] {426, 308}) {
            gateway.topology(new Topology(
                    List.of(Topologies.service(upstream.port(), 1000, 1000)),
                    List.of(new io.gatehouse.gateway.config.Route(
                            route.id(),
                            "r",
                            route.service(),
                            List.of("https"),
                            null,
                            null,
                            route.paths(),
                            null,
                            null,
                            status,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null)),
                    List.of(),
                    List.of()));
            String answer = ask("GET //a/../%41?b HTTP/1.1\r\nHost: api.example:8000\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
            if (status == 426) assertTrue(answer.contains("Please use HTTPS protocol"), answer);
            else assertEquals("https://api.example//a/../%41?b", field(answer, "Location"));
        }
    }

    @Test
    void the_upstream_learns_who_calls_and_never_the_key() throws Exception {
        Consumer consumer = new Consumer(CONSUMER, "app", null, List.of(), Map.of(), null, null, null);
        gateway.node()
                .identities()
                .apply(new IdentityChange(
                        CONSUMER,
                        consumer,
                        List.of(new Credential(CREDENTIAL, "key-auth", GatewayHarness.DIGEST.of("secret"), null))));
        gateway.topology(Topologies.everythingTo(upstream.port(), Topologies.plugin("key-auth", "{}")));
        assertTrue(ask("GET / HTTP/1.1\r\nHost: a\r\napikey: wrong\r\n\r\n").startsWith("HTTP/1.1 401"));
        assertEquals("key-auth", gateway.usage().refusal());
        assertTrue(ask("GET / HTTP/1.1\r\nHost: a\r\napikey: secret\r\nX-Consumer-Custom-ID: evil\r\n\r\n")
                .startsWith("HTTP/1.1 200"));
        String seen = upstream.request();
        assertTrue(seen.contains("\r\nX-Consumer-ID: " + CONSUMER + "\r\n"), seen);
        assertTrue(seen.contains("\r\nX-Consumer-Username: app\r\n"), seen);
        assertTrue(seen.contains("\r\nX-Credential-Identifier: " + CREDENTIAL + "\r\n"), seen);
        assertFalse(seen.contains("evil") || seen.contains("secret") || seen.contains("Anonymous"), seen);
        UsageRecord call = gateway.usage();
        assertEquals(CONSUMER, call.consumerId());
        assertEquals(CREDENTIAL, call.credentialId());
    }

    @Test
    void http_1_0_gets_an_answer_that_it_understands() throws Exception {
        upstream.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n");
        for (String keepAlive : List.of("", "Connection: keep-alive\r\n")) {
            try (RawClient client = new RawClient(gateway.port())) {
                String answer =
                        client.send("GET / HTTP/1.0\r\n" + keepAlive + "\r\n").rest();
                assertTrue(answer.startsWith("HTTP/1.0 200"), answer);
                assertFalse(answer.contains("chunked"), answer);
                assertTrue(answer.endsWith("\r\n\r\nabcd"), answer);
            }
        }
    }

    @Test
    void a_client_that_wants_to_close_is_closed() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .rest();
            assertTrue(answer.contains("onnection: close\r\n"), answer);
            assertTrue(answer.endsWith("ok"), answer);
        }
        assertFalse(upstream.request().contains("lose"), "the connection to the upstream stays open");
    }

    @Test
    void a_draining_node_closes_after_each_answer() throws Exception {
        CountDownLatch drained = new CountDownLatch(1);
        try (RawClient waiting = new RawClient(gateway.port());
                RawClient idle = new RawClient(gateway.port())) {
            idle.send(GET).answer();
            upstream.request();
            upstream.answers((request, to) -> {
                if (waits(drained)) to.write(RawUpstream.latin1(RawUpstream.OK));
            });
            waiting.send(GET);
            upstream.request();
            gateway.node().drain();
            assertTrue(idle.isClosed());
            drained.countDown();
            String answer = waiting.rest();
            assertTrue(answer.contains("onnection: close\r\n"), answer);
        }
    }

    private static boolean waits(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void a_topology_with_a_mistake_changes_nothing() throws Exception {
        var problems = gateway.node()
                .topology(Topologies.everythingTo(upstream.port(), Topologies.plugin("no-such-plugin", "{}")));
        assertEquals(1, problems.size());
        assertTrue(ask(GET).startsWith("HTTP/1.1 200"));
    }

    private String ask(String bytes) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send(bytes).answer();
        }
    }

    private static String field(String message, String name) {
        int at = message.indexOf("\r\n" + name + ": ");
        assertTrue(at >= 0, name + " in " + message);
        return message.substring(at + name.length() + 4, message.indexOf("\r\n", at + 2));
    }
}
