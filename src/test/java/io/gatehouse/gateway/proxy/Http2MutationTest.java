package io.gatehouse.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawHttp2;
import io.gatehouse.gateway.Topologies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * G-23 for HTTP/2: frames put together at random, of fields and lengths that are almost right. The upstream sees clean requests only, and no
 * more of them than heads were sent; the node stays responsive and keeps nothing open.
 */
class Http2MutationTest {
    private static final int SECONDS = Integer.getInteger("mutation.seconds", 3);
    private static final long SEED = Long.getLong("mutation.seed", 1);
    private static final int CLIENTS = 4;
    private static final int QUIET_MILLIS = 15;
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\0",
        " ",
        "\t",
        ":",
        "A",
        "\u00e4",
        "%00",
        "%2f",
        "#",
        "/../",
        "content-length",
        "5",
        "transfer-encoding",
        "chunked",
        "connection",
        "host",
        "b",
        ":path",
        "x-consumer-id",
        "expect",
        "100-continue",
        "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    };

    private final Map<String, Integer> heads = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    @Test
    void what_a_client_sends_never_becomes_more_than_it_is() throws Exception {
        try (StrictUpstream upstream = new StrictUpstream();
                GatewayHarness gateway = GatewayHarness.serving(Topologies.everythingTo(upstream.port()))) {
            long end = System.nanoTime() + SECONDS * 1_000_000_000L;
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(SEED * CLIENTS + i);
                clients.add(new Thread(() -> send(gateway.port(), random, end)));
                clients.get(i).start();
            }
            for (Thread client : clients) client.join();
            assertEquals(List.of(), List.copyOf(failures));
            assertEquals(List.of(), List.copyOf(upstream.faults()));
            Map<String, Integer> seen = new ConcurrentHashMap<>();
            for (WireRequest request : upstream.requests()) {
                assertTrue(!request.target().startsWith("/smuggled"), request.toString());
                seen.merge(request.values("x-forwarded-for").get(0), 1, Integer::sum);
            }
            seen.remove("127.0.0.1");
            seen.forEach((address, count) -> assertTrue(count <= heads.get(address), address));
            assertTrue(seen.size() > 1, "some of them are requests");
            Patience.until("nothing is left open", () -> gateway.node().guard().openConnections() == 0);
        }
    }

    private void send(int port, Random random, long end) {
        try {
            while (System.nanoTime() < end) {
                int number = connections.incrementAndGet();
                String address = "127." + (1 + number % 250) + "." + (number / 250 % 250) + "." + (1 + number / 62_500);
                exchange(port, address, frames(address, random));
                if (number % 50 != 0) continue;
                try (RawHttp2 innocent = new RawHttp2(port)) {
                    assertEquals("ok", innocent.get(1, "/").answer(1).body());
                }
            }
        } catch (Throwable failure) {
            failures.add(failure);
        }
    }

    private byte[] frames(String address, Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RawHttp2.PREFACE.getBytes(ISO_8859_1));
        all.writeBytes(RawHttp2.bytes(RawHttp2.SETTINGS, 0, 0));
        int stream = 1;
        int sent = 0;
        for (int i = random.nextInt(6); i >= 0; i--) {
            boolean isNew = random.nextInt(3) > 0;
            if (isNew) stream += 2;
            if (isNew || random.nextInt(4) == 0) sent++;
            int type = isNew ? RawHttp2.HEADERS : random.nextInt(11);
            int flags = random.nextInt(4) > 0 ? RawHttp2.END_HEADERS | random.nextInt(2) : random.nextInt(64);
            byte[] payload = type == RawHttp2.HEADERS || type == RawHttp2.CONTINUATION ? block(random) : junk(random);
            all.writeBytes(RawHttp2.bytes(type, flags, random.nextInt(20) == 0 ? random.nextInt(9) : stream, payload));
            sent++;
        }
        heads.put(address, sent);
        byte[] bytes = all.toByteArray();
        if (random.nextInt(4) == 0) bytes[33 + random.nextInt(bytes.length - 33)] = (byte) random.nextInt(256);
        return bytes;
    }

    private static byte[] block(Random random) {
        String[] fields = RawHttp2.head(random.nextBoolean() ? "GET" : "POST", "/a", "x-a", "b", "content-length", "0");
        if (random.nextInt(3) > 0) fields[9 + random.nextInt(3)] = PIECES[random.nextInt(PIECES.length)];
        if (random.nextInt(3) == 0) {
            int at = random.nextInt(fields.length);
            int cut = random.nextInt(fields[at].length() + 1);
            String piece = PIECES[random.nextInt(PIECES.length)];
            fields[at] = fields[at].substring(0, cut) + piece + fields[at].substring(cut);
        }
        return RawHttp2.block(fields);
    }

    private static byte[] junk(Random random) {
        byte[] junk = new byte[random.nextInt(12)];
        random.nextBytes(junk);
        return junk;
    }

    private static void exchange(int port, String address, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0)) {
            socket.setSoTimeout(QUIET_MILLIS);
            socket.getOutputStream().write(bytes);
            InputStream in = socket.getInputStream();
            byte[] answer = new byte[8192];
            while (in.read(answer) >= 0) {
                // Until the gateway closes, or waits for more.
            }
        } catch (SocketTimeoutException waiting) {
            // Whatever it waits for does not come.
        } catch (IOException reset) {
            if (!reset.getMessage().contains("reset") && !reset.getMessage().contains("pipe")) throw reset;
        }
    }
}
