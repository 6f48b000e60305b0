package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.NameServer;
import io.gatehouse.gateway.NameServer.Mood;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.dns.DnsOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of services and targets, asked of a real DNS server whose answers change and stay away. */
class NamesTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
    private static final String MARKED = "_http._tcp.web.test";

    private final NameServer dns = new NameServer();
    private RawUpstream one;
    private RawUpstream two;
    private GatewayHarness gateway;
    private RawClient client;

    NamesTest() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        one = answering("127.0.0.1", 0, "1");
        two = answering("127.0.0.2", one.port(), "2");
        dns.addresses("one.test", "127.0.0.1");
        dns.addresses("two.test", "127.0.0.2");
        serveWith(false);
    }

    private void serveWith(boolean allAreServices) throws IOException {
        if (gateway != null) gateway.close();
        DnsOptions options = DnsOptions.of(List.of(dns.address()), allAreServices);
        gateway = GatewayHarness.serving(Topology.EMPTY, set -> set.withDns(options), List.of());
        client = new RawClient(gateway.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        one.close();
        two.close();
        dns.close();
    }

    private static RawUpstream answering(String address, int port, String body) throws IOException {
        RawUpstream upstream = new RawUpstream(address, port);
        upstream.answers(OK + body);
        return upstream;
    }

    private String bodies(int count) throws IOException {
        StringBuilder bodies = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            bodies.append(answer.charAt(answer.length() - 1));
        }
        return bodies.toString();
    }

    private static Topology to(String fields, String... targets) {
        return Upstreams.to(
                Upstreams.upstream(fields),
                java.util.Arrays.stream(targets)
                        .map(target -> Upstreams.target(target, 100))
                        .toList());
    }

    private static Topology toService(String host, int port) {
        return Topologies.of(Topologies.service("host: " + host + ", port: " + port + ", retries: 2"));
    }

    private String place(int priority, int weight, RawUpstream upstream, String host) {
        return priority + " " + weight + " " + upstream.port() + " " + host;
    }

    @Test
    void places_have_their_ports_and_share_the_calls_by_weight_and_those_of_a_higher_number_get_none()
            throws Exception {
        dns.services(MARKED, place(1, 30, one, "one.test"), place(1, 10, two, "two.test"), "2 99 9 one.test");
        gateway.topology(to("slots: 10", MARKED));
        String bodies = bodies(40);
        assertEquals(30, bodies.chars().filter(body -> body == '1').count(), bodies);
        assertTrue(one.request().contains("\r\nHost: " + MARKED + ":" + one.port() + "\r\n"));
        assertEquals(1, dns.servicesAsked(MARKED));
    }

    @Test
    void a_target_shares_out_its_own_weight() throws Exception {
        dns.services(MARKED, place(1, 1, one, "one.test"), place(1, 1, one, "two.test"));
        RawUpstream three = answering("127.0.0.3", 0, "3");
        gateway.topology(to("slots: 10", MARKED, "127.0.0.3:" + three.port()));
        String bodies = bodies(40);
        assertEquals(20, bodies.chars().filter(body -> body == '3').count(), bodies);
        three.close();
    }

    @Test
    void where_the_service_is_now_is_asked_when_the_answer_is_too_old() throws Exception {
        dns.services(MARKED, place(1, 1, one, "one.test"));
        gateway.topology(to("slots: 10", MARKED));
        assertEquals("111", bodies(3));
        dns.services(MARKED, place(1, 1, two, "two.test"));
        gateway.clock().forward(Duration.ofSeconds(59));
        assertEquals("111", bodies(3));
        gateway.clock().forward(Duration.ofSeconds(62));
        assertEquals("222", bodies(3), "nobody has called for so long that the answer was waited for");
        assertEquals(2, dns.servicesAsked(MARKED));
        dns.services(MARKED, place(1, 1, one, "one.test"));
        gateway.clock().forward(Duration.ofSeconds(61));
        Patience.until("the answer has come", () -> answeredBy("1"));
        assertEquals(3, dns.servicesAsked(MARKED), "asked while calls went on");
    }

    private boolean answeredBy(String body) {
        try {
            return bodies(1).equals(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_reload_does_not_forget_where_it_is() throws Exception {
        dns.services(MARKED, place(1, 1, one, "one.test"));
        gateway.topology(to("slots: 10", MARKED));
        assertEquals("1", bodies(1));
        gateway.topology(to("slots: 11", MARKED));
        assertEquals("1", bodies(1));
        assertEquals(1, dns.servicesAsked(MARKED));
    }

    @ParameterizedTest
    @EnumSource(Mood.class)
    void no_answer_leaves_what_was_known(Mood mood) throws Exception {
        dns.services(MARKED, place(1, 1, one, "one.test"));
        dns.ttl(1);
        gateway.topology(to("slots: 10", MARKED));
        assertEquals("1", bodies(1));
        dns.services(MARKED);
        dns.is(mood);
        gateway.clock().forward(Duration.ofSeconds(1));
        assertEquals("11", bodies(2));
        client.send(GET.replace("Host: a", "Host: a\r\nConnection: close")).answer();
        client = new RawClient(gateway.port());
        assertEquals("11", bodies(2));
    }

    @Test
    void without_records_a_name_is_what_it_says() throws Exception {
        dns.addresses(MARKED, "127.0.0.1");
        gateway.topology(to("slots: 10", MARKED + ":" + one.port()));
        assertEquals("11", bodies(2));
        gateway.topology(toService(MARKED, one.port()));
        assertEquals("11", bodies(2));
    }

    @Test
    void the_names_of_an_upstream_that_says_so_are_asked_and_told_to_targets() throws Exception {
        dns.services("web.test", place(1, 1, one, "One.test."));
        gateway.topology(to("use_srv_name: true", "web.test"));
        assertEquals("1", bodies(1));
        assertTrue(one.request().contains("\r\nHost: one.test:" + one.port() + "\r\n"));
        gateway.topology(to("use_srv_name: true, host_header: api.test", "web.test"));
        assertEquals("1", bodies(1));
        assertTrue(one.request().contains("\r\nHost: api.test\r\n"));
    }

    @Test
    void a_service_without_an_upstream_is_looked_up_too() throws Exception {
        dns.services(MARKED, place(1, 1, one, "one.test"), place(1, 1, two, "two.test"));
        gateway.topology(toService(MARKED, 9));
        assertEquals("1212", bodies(4));
    }

    @Test
    void other_names_are_asked_only_if_all_are() throws Exception {
        dns.services("web.test", place(1, 1, one, "one.test"));
        dns.addresses("web.test", "127.0.0.2");
        gateway.topology(toService("web.test", two.port()));
        assertEquals("2", bodies(1));
        assertEquals(0, dns.servicesAsked("web.test"));
        serveWith(true);
        gateway.topology(toService("web.test", two.port()));
        assertEquals("1", bodies(1));
    }

    @Test
    void each_place_has_a_health_of_its_own() throws Exception {
        int dead;
        try (ServerSocket socket = new ServerSocket(0)) {
            dead = socket.getLocalPort();
        }
        dns.services(MARKED, place(1, 1, one, "one.test"), "1 1 " + dead + " one.test");
        gateway.topology(to("healthchecks: {passive: {unhealthy: {tcp_failures: 1}}}", MARKED));
        assertEquals("1111", bodies(4));
        Target target = Upstreams.target(MARKED, 100);
        var balancer = gateway.node().balancers().of("pool.internal");
        assertEquals("HEALTHY", balancer.health(target), "one place is left");
        balancer.become(target, false);
        assertEquals("UNHEALTHY", balancer.health(target));
        assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 503"));
    }

    @Test
    void a_name_that_leads_elsewhere_takes_kept_connections_with_it() throws Exception {
        dns.ttl(1);
        gateway.topology(toService("one.test", one.port()));
        assertEquals("11", bodies(2));
        dns.addresses("one.test", "127.0.0.2");
        Patience.until("calls go where the name leads", () -> answeredBy("2"));
        dns.is(Mood.SILENT);
        for (int i = 0; i < 3; i++) {
            client.send(GET.replace("Host: a", "Host: a\r\nConnection: close")).answer();
            client = new RawClient(gateway.port());
            two.answersAndCloses(OK.replace("200 OK", "200 OK\r\nConnection: close") + "2");
            assertEquals("2", bodies(1), "where it led last");
        }
    }

    @Test
    void one_name_with_several_addresses_is_tried_at_each() throws Exception {
        dns.addresses("one.test", "127.0.0.3", "127.0.0.1", "127.0.0.4");
        gateway.topology(toService("one.test", one.port()));
        assertEquals("1111", bodies(4));
    }
}
