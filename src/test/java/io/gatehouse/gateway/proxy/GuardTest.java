package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.credential.IdentityChange;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one address may do to the others: connections (G-21), wrong keys (C-8), slow heads, idleness. */
class GuardTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String ELSEWHERE = GET + "X-Forwarded-For: 10.0.0.9\r\n";
    private static final String KEY = "good-key";

    private RawUpstream upstream;
    private GatewayHarness gateway;

    @BeforeEach
    void start() throws IOException {
        upstream = new RawUpstream();
    }

    private void serving(UnaryOperator<Limits> limits, String... trusted) {
        gateway = GatewayHarness.serving(
                Topologies.everythingTo(upstream.port(), Topologies.plugin("key-auth", "{}")),
                options -> options.withLimits(limits.apply(Limits.DEFAULT)).withTrustedProxies(List.of(trusted)),
                List.of());
        UUID id = UUID.randomUUID();
        Consumer consumer = new Consumer(id, "app", null, List.of(), Map.of(), null, null, null);
        List<Credential> keys = List.of(new Credential(id, "key-auth", GatewayHarness.DIGEST.of(KEY), null));
        gateway.node().identities().apply(new IdentityChange(id, consumer, keys));
    }

    @AfterEach
    void stop() throws IOException {
        if (gateway != null) gateway.close();
        upstream.close();
    }

    @Test
    void one_address_has_so_many_connections() {
        Guard guard = new Guard(new Limits.Clients(1000, 3, 50), TrustedProxies.of(List.of()), InstantSource.system());
        for (String peer : List.of("10.0.0.1", "2001:db8:1:2:3:4:5:6")) {
            for (int i = 0; i < 3; i++) assertTrue(guard.admits(peer));
            assertFalse(guard.admits(peer));
            guard.left(peer);
            assertTrue(guard.admits(peer));
        }
        assertFalse(guard.admits("2001:db8:1:2:7:8:9:a"), "one client has a whole /64");
        assertEquals(6, guard.openConnections());
        assertEquals(3, guard.hits(Guard.Limit.CONNECTIONS_PER_ADDRESS));
        for (int i = 0; i < 10; i++) assertTrue(guard.admits("127.0.0.1"), "this machine");
    }

    @Test
    void a_connection_that_ends_is_no_longer_counted() throws Exception {
        serving(limits -> limits);
        List<RawClient> clients = answered(3);
        assertEquals(3, gateway.node().guard().openConnections());
        clients.remove(0).close();
        whenOpen(2);
        for (RawClient client : clients) client.close();
        whenOpen(0);
    }

    @Test
    void a_client_that_leaves_in_its_second_request_leaves_nothing_behind() throws Exception {
        serving(limits -> limits);
        upstream.answers("");
        String call = GET + "apikey: " + KEY + "\r\n";
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(call + "\r\n" + call + "Content-Length: 5\r\n\r\nab");
            upstream.request();
        }
        assertEquals(499, gateway.usage().status());
        whenOpen(0);
    }

    @Test
    void a_trusted_proxy_has_as_many_as_there_are() throws Exception {
        serving(limits -> limits.withClients(new Limits.Clients(5, 3, 50)), "127.0.0.1");
        List<RawClient> clients = answered(5);
        try (RawClient surplus = new RawClient(gateway.port())) {
            assertTrue(surplus.isClosed());
        }
        assertEquals(1, hits(Guard.Limit.CONNECTIONS));
        for (RawClient client : clients) client.close();
        whenOpen(0);
    }

    @Test
    void whoever_fails_too_often_waits_but_a_good_key_passes() throws Exception {
        serving(limits -> limits.withClients(new Limits.Clients(1000, 200, 3)), "127.0.0.1");
        try (RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 3; i++) {
                String answer = client.send(ELSEWHERE + "apikey: wrong" + i + "\r\n\r\n")
                        .answer();
                assertTrue(
                        answer.startsWith("HTTP/1.1 401") && answer.contains("\r\nWWW-Authenticate: Key\r\n"), answer);
            }
            for (String wrong : new String[] {"apikey: wrong\r\n", ""}) {
                String answer = client.send(ELSEWHERE + wrong + "\r\n").answer();
                assertTrue(answer.startsWith("HTTP/1.1 429"), answer);
                assertTrue(answer.contains("\r\nRetry-After: 60\r\n"), answer);
                assertFalse(answer.contains("WWW-Authenticate"), answer);
            }
            assertEquals(2, hits(Guard.Limit.UNAUTHORIZED));
            assertTrue(client.send(ELSEWHERE + "apikey: " + KEY + "\r\n\r\n")
                    .answer()
                    .startsWith("HTTP/1.1 200"));
            gateway.clock().forward(Duration.ofSeconds(61));
            assertTrue(client.send(ELSEWHERE + "\r\n").answer().startsWith("HTTP/1.1 401"));
        }
        assertEquals(1, upstream.requestsSoFar().size());
    }

    @Test
    void this_machine_itself_is_not_counted() throws Exception {
        serving(limits -> limits.withClients(new Limits.Clients(1000, 200, 3)));
        try (RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 10; i++)
                assertTrue(client.send(GET + "\r\n").answer().startsWith("HTTP/1.1 401"));
        }
    }

    @Test
    void failures_count_for_the_client_behind_a_trusted_proxy() throws Exception {
        serving(limits -> limits.withClients(new Limits.Clients(1000, 200, 1)), "127.0.0.1");
        try (RawClient client = new RawClient(gateway.port())) {
            for (String row : List.of("10.0.0.1 401", "10.0.0.1 429", "10.0.0.2 401")) {
                String answer = client.send(GET + "X-Forwarded-For: " + row.split(" ")[0] + "\r\n\r\n")
                        .answer();
                assertTrue(answer.startsWith("HTTP/1.1 " + row.split(" ")[1]), row + ": " + answer);
            }
        }
    }

    @Test
    void an_upstreams_own_refusals_count_for_nothing() throws Exception {
        serving(limits -> limits.withClients(new Limits.Clients(1000, 200, 1)));
        upstream.answers("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        try (RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                String answer = client.send(GET + "apikey: " + KEY + "\r\n\r\n").answer();
                assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
            }
        }
    }

    @Test
    void a_slow_head_and_an_idle_connection_are_closed() throws Exception {
        serving(limits -> limits.withTimes(200, 400));
        try (RawClient slow = new RawClient(gateway.port());
                RawClient idle = new RawClient(gateway.port())) {
            assertTrue(slow.send("GET / HTTP/1.1\r\nHo").isClosed());
            assertTrue(idle.isClosed());
        }
        assertEquals(1, hits(Guard.Limit.HEAD_TIME));
        assertEquals(1, hits(Guard.Limit.IDLE_TIME));
    }

    @Test
    void a_limit_in_bytes_is_counted_where_it_is_met() throws Exception {
        serving(limits -> limits);
        for (String request : List.of(
                "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                GET + "X-A: " + "a".repeat(17_000) + "\r\n\r\n",
                GET + "Content-Length: 99999999\r\n\r\n",
                GET + "Content-Length: x\r\n\r\n")) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(request).rest();
            }
        }
        for (Guard.Limit limit :
                List.of(Guard.Limit.LINE_SIZE, Guard.Limit.HEAD_SIZE, Guard.Limit.BODY_SIZE, Guard.Limit.UNREADABLE)) {
            assertEquals(1, hits(limit), limit.name());
        }
    }

    private List<RawClient> answered(int count) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new RawClient(gateway.port()));
            assertTrue(clients.get(i).send(GET + "\r\n").answer().startsWith("HTTP/1.1 401"));
        }
        return clients;
    }

    private long hits(Guard.Limit limit) {
        return gateway.node().guard().hits(limit);
    }

    private void whenOpen(int count) {
        long latest = System.nanoTime() + 5_000_000_000L;
        while (gateway.node().guard().openConnections() != count) {
            if (System.nanoTime() > latest)
                assertEquals(count, gateway.node().guard().openConnections());
            Thread.onSpinWait();
        }
    }
}
