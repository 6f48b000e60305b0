package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service over several targets, of which some are dead, slow or end their connections. */
class BalancingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";

    private RawUpstream one;
    private RawUpstream two;
    private int dead;
    private GatewayHarness gateway;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        one = answering("1");
        two = answering("2");
        try (ServerSocket socket = new ServerSocket(0)) {
            dead = socket.getLocalPort();
        }
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

    private static RawUpstream answering(String body) throws IOException {
        RawUpstream upstream = new RawUpstream();
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + body);
        return upstream;
    }

    private String ask(String request) throws IOException {
        return client.send(request).answer();
    }

    private String bodies(int count, String request) throws IOException {
        StringBuilder bodies = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String answer = ask(request);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            bodies.append(answer.charAt(answer.length() - 1));
        }
        return bodies.toString();
    }

    @Test
    void targets_take_turns() throws Exception {
        gateway.topology(Upstreams.to("slots: 10", one.port(), two.port()));
        assertEquals("121212", bodies(6, GET));
        gateway.topology(Upstreams.to(
                Upstreams.upstream("slots: 10"),
                List.of(Upstreams.target(one.port()), Upstreams.target("127.0.0.1:" + two.port(), 0))));
        assertEquals("111", bodies(3, POST));
    }

    @Test
    void a_target_is_called_by_its_own_name_or_by_that_of_the_upstream() throws Exception {
        gateway.topology(Upstreams.to("slots: 10", one.port()));
        ask(GET);
        assertTrue(one.request().contains("\r\nHost: 127.0.0.1:" + one.port() + "\r\n"));
        Target named = Upstreams.target("localhost:" + one.port(), 1);
        gateway.topology(Upstreams.to(Upstreams.upstream("slots: 10"), List.of(named)));
        ask(GET);
        assertTrue(one.request().contains("\r\nHost: localhost:" + one.port() + "\r\n"));
        gateway.topology(Upstreams.to("host_header: api.example", one.port()));
        ask(GET);
        assertTrue(one.request().contains("\r\nHost: api.example\r\n"));
    }

    @Test
    void without_a_target_there_is_a_503() throws Exception {
        gateway.topology(Upstreams.to("slots: 10"));
        String answer = ask(GET);
        assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
        assertTrue(answer.contains("failure to get a peer from the ring-balancer"), answer);
    }

    @Test
    void a_call_to_a_dead_target_goes_on_to_the_next() throws Exception {
        gateway.topology(Upstreams.to("slots: 10", dead, one.port()));
        assertEquals("1111", bodies(4, GET));
        assertEquals("1111", bodies(4, POST), "nothing of it was sent before");
        assertEquals(8, one.requestsSoFar().size());
    }

    @Test
    void a_call_to_a_target_that_resets_goes_on_to_the_next_unless_it_is_a_post() throws Exception {
        one.answers((request, to) -> to.close());
        gateway.topology(Upstreams.to("slots: 10", one.port(), two.port()));
        assertEquals("2222", bodies(4, GET));
        int before = one.requestsSoFar().size() + two.requestsSoFar().size();
        for (int i = 0; i < 4; i++) ask(POST);
        assertEquals(
                before + 4, one.requestsSoFar().size() + two.requestsSoFar().size());
    }

    @Test
    void a_call_to_a_slow_target_goes_on_to_the_next_unless_it_is_a_post() throws Exception {
        one.answers("");
        var targets = List.of(Upstreams.target(one.port()), Upstreams.target(two.port()));
        gateway.topology(Upstreams.to(Upstreams.service(1_000, 500), Upstreams.upstream("slots: 10"), targets));
        assertEquals("22", bodies(2, GET));
        int before = two.requestsSoFar().size();
        assertTrue(ask(POST).startsWith("HTTP/1.1 504"));
        assertEquals(before, two.requestsSoFar().size());
    }

    @Test
    void when_all_targets_fail_there_are_so_many_tries_and_no_more() throws Exception {
        one.answers((request, to) -> to.close());
        two.answers((request, to) -> to.close());
        gateway.topology(Upstreams.to("slots: 10", one.port(), two.port(), dead));
        assertTrue(ask(GET).startsWith("HTTP/1.1 502"));
        assertEquals(4, one.requestsSoFar().size() + two.requestsSoFar().size(), "six tries, two of them at the dead");
    }

    @Test
    void a_call_goes_where_the_fewest_are_under_way() throws Exception {
        gateway.topology(Upstreams.to("algorithm: least-connections", one.port(), two.port()));
        one.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1");
        try (RawClient other = new RawClient(gateway.port())) {
            String first = other.send(GET).head();
            assertTrue(first.startsWith("HTTP/1.1 200"), first);
            assertEquals("2222", bodies(4, GET), "the other call is still under way");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'hash_on: header, hash_on_header: X-Key',          'GET /', 'X-Key: %s'",
        "'hash_on: path',                                   'GET /%s', 'A: b'",
        "'hash_on: query_arg, hash_on_query_arg: key',      'GET /?a=1&key=%s', 'A: b'",
        "'hash_on: cookie, hash_on_cookie: key',            'GET /', 'Cookie: a=b; key=%s'",
        "'hash_on: header, hash_on_header: X-None, hash_fallback: query_arg, hash_fallback_query_arg: key', 'GET /?key=%s', 'A: b'",
    })
    void what_is_hashed_decides_the_target(String fields, String line, String header) throws Exception {
        gateway.topology(Upstreams.to(fields, one.port(), two.port()));
        String all = "";
        for (int i = 0; i < 16; i++) {
            String head = "%s HTTP/1.1\r\nHost: a\r\n%s\r\n\r\n".formatted(line, header);
            String bodies = bodies(3, head.formatted("k" + i));
            assertEquals(bodies.substring(0, 1).repeat(3), bodies);
            all += bodies;
        }
        assertTrue(all.contains("1") && all.contains("2"), all);
    }

    @Test
    void the_same_client_address_goes_to_the_same_target() throws Exception {
        gateway.topology(Upstreams.to("hash_on: ip", one.port(), two.port()));
        String bodies = bodies(6, GET);
        assertEquals(bodies.substring(0, 1).repeat(6), bodies);
    }

    @Test
    void a_client_without_the_cookie_gets_one_that_leads_back() throws Exception {
        gateway.topology(Upstreams.to(
                "hash_on: cookie, hash_on_cookie: stick, hash_on_cookie_path: /x", one.port(), two.port()));
        for (int i = 0; i < 8; i++) {
            String answer = ask(GET);
            Matcher set = Pattern.compile("(?i)\r\nset-cookie: (stick=[0-9a-f-]{36}); Path=/x; HttpOnly\r\n")
                    .matcher(answer);
            assertTrue(set.find(), answer);
            String again = ask(GET.replace("Host: a", "Host: a\r\nCookie: " + set.group(1)));
            assertEquals(answer.charAt(answer.length() - 1), again.charAt(again.length() - 1));
            assertFalse(again.contains("stick="), again);
        }
    }
}
