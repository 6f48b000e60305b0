package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.TestTls;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.config.Service;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream behind TLS is believed only with a certificate that is trusted and is its own. */
class SecureUpstreamTest {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "changeit";
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    static Path folder;

    private static GatewayHarness gateway;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("upstream.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "upstream",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
        System.setProperty(TRUST_STORE, store.toString());
        System.setProperty(TRUST_STORE + "Password", PASSWORD);
        gateway = GatewayHarness.serving(Topologies.everythingTo(1));
        HttpServer upstream = gateway.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(store.toString()).setPassword(PASSWORD)))
                .requestHandler(request -> request.response().end(request.getHeader("host")));
        port = GatewayHarness.await(upstream.listen(0, "127.0.0.1")).actualPort();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE + "Password");
    }

    @Test
    void its_own_certificate_is_accepted() throws Exception {
        gateway.topology(Topologies.of(service("localhost", port)));
        try (RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 3; i++) {
                String answer = client.send(GET).answer();
                assertTrue(answer.endsWith("\r\n\r\nlocalhost:" + port), answer);
            }
        }
    }

    @Test
    void anothers_certificate_is_not() throws Exception {
        gateway.topology(Topologies.of(service("127.0.0.1", port)));
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
            assertEquals(502, gateway.usage().status());
        }
    }

    @Test
    void an_upstream_without_tls_is_a_502() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            // The gateway's own port speaks no TLS, and says so at once.
            gateway.topology(Topologies.of(service("localhost", gateway.port())));
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 502"));
        }
    }

    @Test
    void a_target_shows_the_certificate_of_its_name_or_of_the_host_header() throws Exception {
        assertEquals("localhost:" + port, hostSeen("slots: 10", "localhost"));
        assertEquals("localhost", hostSeen("host_header: localhost", "127.0.0.1"));
        assertEquals("localhost:1", hostSeen("host_header: \"localhost:1\"", "127.0.0.1"));
        assertTrue(hostSeen("slots: 10", "127.0.0.1").contains("invalid response"));
    }

    private static String hostSeen(String upstream, String host) throws IOException {
        gateway.topology(Upstreams.to(
                service("pool.internal", 1),
                Upstreams.upstream(upstream),
                List.of(Upstreams.target(host + ":" + port, 1))));
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    @Test
    void a_check_looks_at_the_certificate_too() {
        String checks = "healthchecks: {active: {type: https, timeout: 5, https_sni: %s,"
                + " healthy: {interval: 0.05, successes: 1}, unhealthy: {interval: 0.05, tcp_failures: 1}}}";
        var target = Upstreams.target("127.0.0.1:" + port, 1);
        for (String name : List.of("elsewhere.example", "localhost")) {
            gateway.topology(Upstreams.to(Upstreams.upstream(checks.formatted(name)), List.of(target)));
            String expected = name.equals("localhost") ? "HEALTHY" : "UNHEALTHY";
            Patience.until(
                    name + " is " + expected,
                    () -> gateway.node()
                            .balancers()
                            .of("pool.internal")
                            .health(target)
                            .equals(expected));
        }
    }

    @Test
    void a_service_may_believe_its_own_authorities_and_nobody_else() throws Exception {
        HttpServer other = gateway.vertx()
                .createHttpServer(TestTls.server())
                .requestHandler(request -> request.response().end("other"));
        int at = GatewayHarness.await(other.listen(0, "127.0.0.1")).actualPort();
        assertEquals(502, status(service("localhost", at, null, null, false)));
        assertEquals(200, status(service("localhost", at, null, null, true)));
        assertEquals(502, status(service("127.0.0.1", at, null, null, true)), "the name counts too");
        assertEquals(502, status(service("localhost", at, null, 0, true)), "there is one in between");
        assertEquals(200, status(service("localhost", at, null, 1, true)));
        assertEquals(502, status(service("localhost", port, true, null, true)), "one that Java trusts");
        assertEquals(200, status(service("localhost", port, true, 0, false)));
    }

    @Test
    void an_operator_may_have_it_not_looked_at() throws Exception {
        assertEquals(200, status(service("127.0.0.1", port, false, null, false)));
        assertEquals(502, status(service("127.0.0.1", port, null, null, false)), "also right after that");
    }

    @Test
    void kongs_way_is_not_to_look_unless_it_is_asked_for() throws Exception {
        try (GatewayHarness kong = GatewayHarness.serving(Topologies.everythingTo(1), Dialect.kong())) {
            kong.topology(Topologies.of(service("127.0.0.1", port)));
            try (RawClient client = new RawClient(kong.port())) {
                assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"));
                kong.topology(Topologies.of(service("127.0.0.1", port, true, null, false)));
                assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 502"));
            }
        }
    }

    @Test
    void an_authority_that_is_not_there_is_a_problem() throws Exception {
        var topology = Topologies.of(service("localhost", port, null, null, true));
        String problems = gateway.node().topology(topology).toString();
        assertTrue(problems.contains("ca_certificates.1") && problems.contains("no such entry"), problems);
    }

    private static int status(Service service) throws IOException {
        gateway.topology(TestTls.of(service));
        try (RawClient client = new RawClient(gateway.port())) {
            return Integer.parseInt(client.send(GET).answer().substring(9, 12));
        }
    }

    private static Service service(String host, int port) {
        return service(host, port, null, null, false);
    }

    private static Service service(String host, int port, Boolean verify, Integer depth, boolean hasAuthority) {
        return Topologies.service("protocol: https, host: " + host + ", port: " + port
                + ", connect_timeout: 2000, write_timeout: 2000, read_timeout: 2000, retries: 0"
                + ", tls_verify: " + verify + ", tls_verify_depth: " + depth
                + (hasAuthority ? ", ca_certificates: [" + TestTls.AUTHORITY + "]" : ""));
    }
}
