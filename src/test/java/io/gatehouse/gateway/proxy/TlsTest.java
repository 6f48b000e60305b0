package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Sni;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.tls.SelfSigned;
import io.gatehouse.gateway.tls.TlsSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Clients of https: what they are shown, and that a call over TLS is a call over https. */
class TlsTest extends BetweenSockets {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    @Override
    GatewayHarness serving() {
        return GatewayHarness.serving(
                Topologies.everythingTo(upstream.port()),
                options -> options.withTlsPort(OptionalInt.of(0)).withLimits(Limits.DEFAULT.withTimes(1_000, 60_000)),
                List.of());
    }

    private Topology showing(List<String> protocols, List<String> snis, String... names) {
        List<Certificate> certificates = new ArrayList<>();
        List<Sni> asked = new ArrayList<>();
        for (String name : names) {
            Certificate own = SelfSigned.certificate(name.replace('*', 'x'), Instant.now());
            certificates.add(own);
            asked.add(new Sni(UUID.randomUUID(), name, new Ref(own.id()), null, null, null));
        }
        Topology usual = Topologies.everythingTo(upstream.port());
        Route route = Topologies.route("paths: [/], protocols: " + protocols + ", snis: " + snis);
        return new Topology(usual.services(), List.of(route), null, null, null, null, certificates, asked, null);
    }

    @Test
    void a_name_without_a_certificate_is_shown_one_that_nobody_trusts() throws Exception {
        assertEquals("CN=localhost", TlsSocket.shown(gateway.tlsPort(), "a.example"));
        assertEquals("CN=localhost", TlsSocket.shown(gateway.tlsPort(), null));
    }

    @Test
    void a_certificate_is_shown_for_the_best_name() throws Exception {
        gateway.topology(showing(null, null, "a.example", "*.example", "b.*", "*"));
        int port = gateway.tlsPort();
        assertEquals("CN=a.example", TlsSocket.shown(port, "A.example"));
        assertEquals("CN=x.example", TlsSocket.shown(port, "b.example"));
        assertEquals("CN=b.x", TlsSocket.shown(port, "b.other"));
        assertEquals("CN=x", TlsSocket.shown(port, "a.b.example"));
        assertEquals("CN=x", TlsSocket.shown(port, null));
    }

    @Test
    void a_new_certificate_is_shown_from_the_next_client_on() throws Exception {
        gateway.topology(showing(null, null, "a.example"));
        try (RawClient before = new RawClient(TlsSocket.open(gateway.tlsPort(), "a.example"))) {
            assertTrue(before.send(GET).answer().startsWith("HTTP/1.1 200"));
            gateway.topology(showing(null, null, "b.example"));
            assertEquals("CN=b.example", TlsSocket.shown(gateway.tlsPort(), "b.example"));
            assertEquals("CN=localhost", TlsSocket.shown(gateway.tlsPort(), "a.example"));
            assertTrue(before.send(GET).answer().startsWith("HTTP/1.1 200"), "who is there, stays");
        }
    }

    @Test
    void the_upstream_is_told_that_the_client_came_by_https() throws Exception {
        try (RawClient client = new RawClient(TlsSocket.open(gateway.tlsPort(), "a.example"))) {
            for (int i = 0; i < 2; i++) assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"));
        }
        String seen = upstream.request();
        assertTrue(seen.contains("X-Forwarded-Proto: https\r\n"), seen);
        assertTrue(seen.contains("X-Forwarded-Port: " + gateway.tlsPort() + "\r\n"), seen);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(GET).answer();
        }
        upstream.request();
        seen = upstream.request();
        assertTrue(seen.contains("X-Forwarded-Proto: http\r\n"), seen);
        assertTrue(seen.contains("X-Forwarded-Port: " + gateway.port() + "\r\n"), seen);
    }

    @Test
    void a_route_for_https_sends_others_there() throws Exception {
        gateway.topology(showing(List.of("https"), null));
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send(GET).answer();
            assertTrue(answer.startsWith("HTTP/1.1 426"), answer);
        }
        try (RawClient client = new RawClient(TlsSocket.open(gateway.tlsPort(), "a.example"))) {
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void a_route_is_found_by_the_name_that_was_asked_for() throws Exception {
        gateway.topology(showing(List.of("https"), List.of("a.example")));
        try (RawClient client = new RawClient(TlsSocket.open(gateway.tlsPort(), "a.example"))) {
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 200"));
        }
        try (RawClient client = new RawClient(TlsSocket.open(gateway.tlsPort(), "b.example"))) {
            assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 404"));
        }
    }

    @Test
    void a_websocket_passes_over_tls() throws Exception {
        upstream.answers((request, to) -> {
            to.write(RawUpstream.latin1(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhello"));
        });
        try (RawClient client = new RawClient(TlsSocket.open(gateway.tlsPort(), "a.example", "http/1.1"))) {
            String head = client.send("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .head();
            assertTrue(head.startsWith("HTTP/1.1 101"), head);
            assertEquals("hello", new String(client.in().readNBytes(5)));
        }
    }

    @Test
    void old_versions_are_not_spoken() throws Exception {
        try (SSLSocket socket = TlsSocket.open(gateway.tlsPort(), "a.example")) {
            assertEquals("TLSv1.3", socket.getSession().getProtocol());
        }
        // A hello of TLS 1.1 with one cipher suite of its time.
        byte[] hello = java.util.HexFormat.of()
                .parseHex("160301002d01000029" + "0302" + "00".repeat(32) + "00" + "0002" + "002f" + "0100");
        try (RawClient client = new RawClient(gateway.tlsPort())) {
            byte[] alert = client.send(hello).in().readAllBytes();
            assertEquals(21, alert[0], "an alert, and the end");
        }
        Patience.until("it is counted", () -> gateway.node().guard().hits(Guard.Limit.HANDSHAKE) > 0);
    }

    @Test
    void who_does_not_begin_is_not_waited_for() throws Exception {
        try (RawClient silent = new RawClient(gateway.tlsPort())) {
            assertTrue(silent.isClosed());
        }
        try (RawClient plain = new RawClient(gateway.tlsPort())) {
            assertTrue(plain.send(GET).isClosed());
        }
        Patience.until("none is left", () -> gateway.node().guard().openConnections() == 0);
    }
}
