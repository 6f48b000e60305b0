package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are taken out and come back, by what clients' calls tell of them and by the gateway's own. */
class HealthchecksTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
    private static final String ILL = "HTTP/1.1 503 Ill\r\nContent-Length: 1\r\n\r\n";
    private static final String ACTIVE = "healthchecks: {active: {type: %s, timeout: 1, http_path: /health,"
            + " headers: {X-Probe: [me]}, healthy: {interval: 0.05, successes: 2},"
            + " unhealthy: {interval: 0.05, http_failures: 2, tcp_failures: 2, timeouts: 2}}}";

    private RawUpstream one;
    private RawUpstream two;
    private GatewayHarness gateway;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        one = new RawUpstream();
        two = new RawUpstream();
        one.answers(OK + "1");
        two.answers(OK + "2");
        gateway = GatewayHarness.serving(Topology.EMPTY);
        client = new RawClient(gateway.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        one.close();
        two.close();
    }

    private String bodies(int count) throws IOException {
        StringBuilder bodies = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String answer = client.send(GET).answer();
            bodies.append(answer.charAt(answer.length() - 1));
        }
        return bodies.toString();
    }

    private String health(Target target) {
        return gateway.node().balancers().of("pool.internal").health(target);
    }

    private void eventually(String expected, Target target) {
        Patience.until(target.target() + " is " + expected, () -> health(target).equals(expected));
    }

    @Test
    void answers_of_a_target_take_it_out_and_a_reload_does_not_bring_it_back() throws Exception {
        String passive = "healthchecks: {passive: {unhealthy: {http_failures: 2}}}";
        Topology topology = Upstreams.to(passive, one.port(), two.port());
        gateway.topology(topology);
        one.answers(ILL + "x");
        assertEquals("x2x2222", bodies(7));
        assertEquals("UNHEALTHY", health(Upstreams.target(one.port())));
        gateway.topology(Upstreams.to(passive + ", slots: 11", one.port(), two.port()));
        one.answers(OK + "1");
        assertEquals("2222", bodies(4));
        gateway.topology(Upstreams.to(passive, two.port()));
        gateway.topology(topology);
        assertTrue(bodies(4).contains("1"), "a target that was gone is another one when it comes back");
    }

    @Test
    void connections_that_cannot_be_opened_take_a_target_out_and_when_none_is_left_there_is_a_503() throws Exception {
        int dead;
        try (ServerSocket socket = new ServerSocket(0)) {
            dead = socket.getLocalPort();
        }
        gateway.topology(Upstreams.to("healthchecks: {passive: {unhealthy: {tcp_failures: 1}}}", dead));
        assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 50"));
        String answer = client.send(GET).answer();
        assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
        assertTrue(answer.contains("failure to get a peer from the ring-balancer"), answer);
    }

    @Test
    void silence_takes_a_target_out() throws Exception {
        one.answers("");
        gateway.topology(Upstreams.to(
                Upstreams.service(1_000, 500),
                Upstreams.upstream("healthchecks: {passive: {unhealthy: {timeouts: 1}}}"),
                List.of(Upstreams.target(one.port()), Upstreams.target(two.port()))));
        assertEquals("2222", bodies(4));
        assertEquals(1, one.requestsSoFar().size());
    }

    @Test
    void a_connection_that_ends_between_two_requests_tells_nothing() throws Exception {
        one.answersAndCloses(OK + "1");
        gateway.topology(Upstreams.to("healthchecks: {passive: {unhealthy: {tcp_failures: 1}}}", one.port()));
        assertEquals("11111", bodies(5));
        assertEquals("HEALTHY", health(Upstreams.target(one.port())));
    }

    @Test
    void a_target_that_fails_its_checks_is_taken_out_and_comes_back() throws Exception {
        gateway.topology(Upstreams.to(ACTIVE.formatted("http"), one.port(), two.port()));
        Target first = Upstreams.target(one.port());
        String probe = one.request();
        assertTrue(probe.startsWith("GET /health HTTP/1.1\r\n"), probe);
        assertTrue(probe.contains("X-Probe: me\r\n"), probe);
        assertTrue(probe.toLowerCase(java.util.Locale.ROOT).contains("host: 127.0.0.1:" + one.port()), probe);
        one.answers(ILL + "x");
        eventually("UNHEALTHY", first);
        assertEquals("2222", bodies(4));
        one.answers(OK + "1");
        eventually("HEALTHY", first);
        assertTrue(bodies(4).contains("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp", "https"})
    void a_target_that_cannot_be_reached_is_taken_out(String type) throws Exception {
        gateway.topology(Upstreams.to(ACTIVE.formatted(type), one.port(), two.port()));
        one.close();
        eventually("UNHEALTHY", Upstreams.target(one.port()));
        if (!type.equals("https")) assertEquals("HEALTHY", health(Upstreams.target(two.port())));
    }

    @Test
    void a_target_that_says_nothing_is_taken_out() throws Exception {
        one.answers("");
        gateway.topology(Upstreams.to(ACTIVE.formatted("http"), one.port(), two.port()));
        eventually("UNHEALTHY", Upstreams.target(one.port()));
        assertEquals("HEALTHY", health(Upstreams.target(two.port())));
    }

    @Test
    void checks_end_with_their_upstream() throws Exception {
        gateway.topology(Upstreams.to(ACTIVE.formatted("http"), one.port()));
        one.request();
        gateway.topology(Upstreams.to(ACTIVE.formatted("http"), two.port()));
        two.request();
        two.request();
        int before = one.connections();
        for (int i = 0; i < 5; i++) two.request();
        assertTrue(one.connections() <= before + 1, "a check that had begun, and no other");
    }
}
