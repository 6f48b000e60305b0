package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.TestTls;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.config.CaCertificate;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.tls.SelfSigned;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An upstream that asks who calls is shown the certificate of the service, or of its upstream. */
class ClientCertificateTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Certificate ALICE = SelfSigned.certificate("alice", Instant.now());
    private static final Certificate BOB = SelfSigned.certificate("bob", Instant.now());

    private final AtomicInteger connections = new AtomicInteger();
    private GatewayHarness gateway;
    /** One event loop of the gateway has its own connections. */
    private RawClient client;

    private int port;

    @BeforeEach
    void start() throws IOException {
        gateway = GatewayHarness.serving(Topologies.everythingTo(1));
        client = new RawClient(gateway.port());
        port = GatewayHarness.await(gateway.vertx()
                        .createHttpServer(TestTls.server()
                                .setClientAuth(ClientAuth.REQUIRED)
                                .setTrustOptions(TestTls.trusting(ALICE, BOB)))
                        .connectionHandler(connection -> connections.incrementAndGet())
                        .requestHandler(request -> request.response().end(caller(request)))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
    }

    private static String caller(HttpServerRequest request) {
        try {
            X509Certificate own = (X509Certificate) request.sslSession().getPeerCertificates()[0];
            return own.getSubjectX500Principal().getName();
        } catch (SSLPeerUnverifiedException nobody) {
            return "nobody";
        }
    }

    private Service service(String host, UUID shown) {
        return Topologies.service("protocol: https, host: " + host + ", port: " + port + ", retries: 0"
                + ", ca_certificates: [" + TestTls.AUTHORITY + "]"
                + (shown == null ? "" : ", client_certificate: {id: " + shown + "}"));
    }

    private String ask() throws IOException {
        String answer = client.send(GET).answer();
        return answer.startsWith("HTTP/1.1 200")
                ? answer.substring(answer.indexOf("\r\n\r\n") + 4)
                : answer.substring(9, 12);
    }

    @Test
    void a_service_shows_its_own_and_new_connections_a_new_one() throws Exception {
        gateway.topology(TestTls.of(service("localhost", ALICE.id()), ALICE));
        for (int i = 0; i < 3; i++) assertEquals("CN=alice", ask());
        assertEquals(1, connections.get());
        Certificate renewed = new Certificate(ALICE.id(), BOB.cert(), BOB.key(), null, null, null, null, null);
        gateway.topology(TestTls.of(service("localhost", ALICE.id()), renewed));
        for (int i = 0; i < 3; i++) assertEquals("CN=bob", ask());
        assertEquals(2, connections.get());
    }

    @Test
    void what_is_said_about_other_things_leaves_the_connections() throws Exception {
        gateway.topology(TestTls.of(service("localhost", ALICE.id()), ALICE));
        assertEquals("CN=alice", ask());
        gateway.topology(TestTls.of(service("localhost", ALICE.id()), ALICE, BOB));
        assertEquals("CN=alice", ask());
        assertEquals(1, connections.get());
    }

    @Test
    void a_caller_that_shows_none_or_an_unknown_one_is_not_let_in() throws Exception {
        Certificate mallory = SelfSigned.certificate("mallory", Instant.now());
        try (Warnings warnings = new Warnings()) {
            gateway.topology(TestTls.of(service("localhost", mallory.id()), mallory));
            assertEquals("502", ask());
            gateway.topology(TestTls.of(service("localhost", null)));
            assertEquals("502", ask());
            assertTrue(warnings.all().contains("no TLS with localhost:" + port + ": "), warnings.all());
        }
    }

    private Topology pool(Service service, String fields, Target target, Certificate... certificates) {
        Topology one = TestTls.of(service, certificates);
        return new Topology(
                one.services(),
                one.routes(),
                null,
                null,
                List.of(Upstreams.upstream(fields)),
                List.of(target),
                one.certificates(),
                null,
                one.caCertificates());
    }

    @Test
    void targets_are_shown_that_of_their_upstream_unless_the_service_has_one() throws Exception {
        String bobs = "client_certificate: {id: " + BOB.id() + "}";
        Target target = Upstreams.target("localhost:" + port, 100);
        gateway.topology(pool(service("pool.internal", null), bobs, target, ALICE, BOB));
        assertEquals("CN=bob", ask());
        gateway.topology(pool(service("pool.internal", ALICE.id()), bobs, target, ALICE, BOB));
        assertEquals("CN=alice", ask());
    }

    @Test
    void health_checks_show_that_of_the_upstream() {
        String checks = "healthchecks: {active: {type: https, timeout: 5, https_verify_certificate: false,"
                + " healthy: {interval: 0.05, successes: 1}, unhealthy: {interval: 0.05, tcp_failures: 1}}}";
        Target target = Upstreams.target("localhost:" + port, 100);
        for (String expected : List.of("UNHEALTHY", "HEALTHY")) {
            String shown = expected.equals("HEALTHY") ? ", client_certificate: {id: " + BOB.id() + "}" : "";
            gateway.topology(pool(service("pool.internal", null), checks + shown, target, BOB));
            Patience.until(
                    expected,
                    () -> gateway.node()
                            .balancers()
                            .of("pool.internal")
                            .health(target)
                            .equals(expected));
        }
    }

    @Test
    void one_that_is_not_there_is_a_problem() {
        String problems = gateway.node()
                .topology(TestTls.of(service("localhost", BOB.id()), ALICE))
                .toString();
        assertTrue(problems.contains("client_certificate") && problems.contains("no such entry"), problems);
    }

    @Test
    void the_log_says_why_an_upstream_is_not_believed() throws Exception {
        int expired = GatewayHarness.await(gateway.vertx()
                        .createHttpServer(TestTls.server("expired"))
                        .requestHandler(request -> request.response().end())
                        .listen(0, "127.0.0.1"))
                .actualPort();
        try (Warnings warnings = new Warnings()) {
            gateway.topology(TestTls.of(service("127.0.0.1", null)));
            for (int i = 0; i < 3; i++) assertEquals("502", ask());
            gateway.topology(
                    TestTls.of(Topologies.service("protocol: https, host: localhost, retries: 0, port: " + port)));
            assertEquals("502", ask());
            CaCertificate past = TestTls.authority("expired-authority");
            port = expired;
            Topology one = TestTls.of(service("localhost", null));
            gateway.topology(
                    new Topology(one.services(), one.routes(), null, null, null, null, null, null, List.of(past)));
            assertEquals("502", ask());
            String said = warnings.all();
            assertEquals(3, said.lines().count(), said);
            assertTrue(said.contains("its certificate is of another host"), said);
            assertTrue(said.contains("its certificate is of no authority that is trusted"), said);
            assertTrue(said.contains("its certificate has expired"), said);
        }
    }
}
