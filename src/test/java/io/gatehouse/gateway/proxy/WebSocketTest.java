package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G-17: nothing but a whole handshake on both sides opens a tunnel. */
class WebSocketTest {
    private static final String HANDSHAKE = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String ACCEPTED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n";

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private ServerSocket upstream;
    private GatewayHarness gateway;
    private volatile String answer = ACCEPTED;

    /** An upstream that answers one request per connection and then sends back whatever comes. */
    @BeforeEach
    void start() throws IOException {
        upstream = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try {
                while (true) serve(upstream.accept());
            } catch (IOException closed) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        gateway = GatewayHarness.serving(Topologies.everythingTo(upstream.getLocalPort()));
    }

    private void serve(Socket socket) {
        try (socket) {
            heads.add(RawUpstream.RawMessage.readHead(socket.getInputStream()));
            socket.getOutputStream().write(RawUpstream.latin1(answer));
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException closed) {
            // The gateway has ended it.
        }
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void bytes_pass_both_ways_once_both_sides_have_agreed() throws Exception {
        answer = ACCEPTED + "first";
        try (RawClient client = new RawClient(gateway.port())) {
            String head = client.send(HANDSHAKE + "Sec-WebSocket-Protocol: chat\r\nX-Consumer-ID: evil\r\n\r\n")
                    .head();
            assertTrue(head.startsWith("HTTP/1.1 101"), head);
            assertTrue(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), head);
            assertTrue(head.contains("Sec-WebSocket-Protocol: chat\r\n"), head);
            assertEquals("first", new String(client.in().readNBytes(5)));
            client.send("\u0081\u0002hi");
            assertEquals(4, client.in().readNBytes(4).length);
            String seen = heads.take();
            assertTrue(
                    seen.contains("\r\nConnection: Upgrade\r\n") && seen.contains("\r\nUpgrade: websocket\r\n"), seen);
            assertFalse(seen.contains("evil"), seen);
        }
        assertEquals(101, gateway.usage().status());
    }

    @Test
    void the_end_of_one_side_ends_the_other() throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(HANDSHAKE + "\r\n").head();
            gateway.node().drain();
            assertTrue(client.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n"
            })
    void an_upstream_that_agrees_to_something_else_is_a_502(String other) throws Exception {
        answer = other;
        try (RawClient client = new RawClient(gateway.port())) {
            String first = client.send(HANDSHAKE + "\r\n").answer();
            assertTrue(first.startsWith("HTTP/1.1 502"), first);
        }
    }

    @Test
    void an_upstream_that_does_not_agree_is_heard_and_the_connection_goes_on() throws Exception {
        answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
        try (RawClient client = new RawClient(gateway.port())) {
            String first = client.send(HANDSHAKE + "\r\n").answer();
            assertTrue(first.startsWith("HTTP/1.1 403"), first);
            assertTrue(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().startsWith("HTTP/1.1 403"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"
            })
    void half_a_handshake_opens_nothing(String half) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            String first = client.send(half).answer();
            assertTrue(first.startsWith("HTTP/1.1 502"), first);
            assertFalse(heads.take().toLowerCase(java.util.Locale.ROOT).contains("upgrade:"));
        }
    }
}
