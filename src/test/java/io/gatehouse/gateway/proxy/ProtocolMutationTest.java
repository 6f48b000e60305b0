package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.Topologies;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * G-23: files of {@code protocol/}, changed at random. Of whatever a client sends, the upstream sees clean requests only, and no more
 * of them than a strict reader finds in the bytes; the node stays responsive and keeps nothing open. A find becomes a file.
 * {@code -Dmutation.seconds=60 -Dmutation.seed=7} runs longer, and from another beginning.
 */
class ProtocolMutationTest {
    private static final int SECONDS = Integer.getInteger("mutation.seconds", 3);
    private static final long SEED = Long.getLong("mutation.seed", 1);
    private static final int CLIENTS = 8;
    private static final int QUIET_MILLIS = 15;

    /** What was sent from which address; each connection has its own, so that the upstream's requests can be told apart. */
    private final Map<String, byte[]> sent = new ConcurrentHashMap<>();

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    @Test
    void what_a_client_sends_never_becomes_more_than_it_is() throws Exception {
        try (StrictUpstream upstream = new StrictUpstream();
                GatewayHarness gateway = GatewayHarness.serving(Topologies.everythingTo(upstream.port()))) {
            long end = System.nanoTime() + SECONDS * 1_000_000_000L;
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Mutations mutations = new Mutations(files(), SEED * CLIENTS + i);
                clients.add(new Thread(() -> send(gateway.port(), mutations, end)));
                clients.get(i).start();
            }
            for (Thread client : clients) client.join();
            System.Logger log = System.getLogger(getClass().getName());
            log.log(
                    System.Logger.Level.INFO,
                    "{0} connections, {1} requests",
                    sent.size(),
                    upstream.requests().size());
            assertEquals(List.of(), List.copyOf(failures));
            assertEquals(List.of(), List.copyOf(upstream.faults()));
            assertNoMoreThanSent(upstream.requests());
            assertNothingIsLeftOpen(gateway, upstream);
        }
    }

    private void send(int port, Mutations mutations, long end) {
        try {
            while (System.nanoTime() < end) {
                int number = connections.incrementAndGet();
                String address = "127." + (1 + number % 250) + "." + (number / 250 % 250) + "." + (1 + number / 62_500);
                byte[] bytes = mutations.next();
                sent.put(address, bytes);
                exchange(port, address, bytes);
                if (number % 100 != 0) continue;
                try (RawClient innocent = new RawClient(port)) {
                    String answer =
                            innocent.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
                    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
                }
            }
        } catch (Throwable failure) {
            failures.add(failure);
        }
    }

    private static void exchange(int port, String address, byte[] bytes) throws IOException {
        InetAddress gateway = InetAddress.getLoopbackAddress();
        try (Socket socket = new Socket(gateway, port, InetAddress.getByName(address), 0)) {
            socket.setSoTimeout(QUIET_MILLIS);
            socket.getOutputStream().write(bytes);
            InputStream in = socket.getInputStream();
            byte[] answer = new byte[8192];
            while (in.read(answer) >= 0) {
                // Until the gateway closes, or waits for more.
            }
        } catch (SocketTimeoutException waiting) {
            // A request that is not complete.
        } catch (IOException reset) {
            if (!reset.getMessage().contains("reset") && !reset.getMessage().contains("pipe")) throw reset;
        }
    }

    private void assertNoMoreThanSent(Queue<WireRequest> requests) {
        Map<String, List<WireRequest>> seen = requests.stream()
                .collect(Collectors.groupingBy(
                        request -> request.values("x-forwarded-for").get(0)));
        seen.remove("127.0.0.1");
        seen.forEach((address, found) -> {
            byte[] bytes = sent.get(address);
            assertTrue(bytes != null, () -> "nobody sent " + found);
            int most = WireRequest.all(bytes).size();
            assertTrue(found.size() <= most, () -> most + " requests became " + found + " from\n" + escaped(bytes));
        });
    }

    private static void assertNothingIsLeftOpen(GatewayHarness gateway, StrictUpstream upstream) {
        long latest = System.nanoTime() + 10_000_000_000L;
        while (gateway.node().guard().openConnections() > 0 && System.nanoTime() < latest) Thread.onSpinWait();
        assertEquals(0, gateway.node().guard().openConnections());
        int kept = upstream.open();
        assertTrue(kept <= 2 * CLIENTS, kept + " connections to the upstream are still open");
    }

    private static List<byte[]> files() throws IOException {
        List<byte[]> all = new ArrayList<>();
        File[] files = ProtocolCorpusTest.FILES.toFile().listFiles();
        Arrays.sort(files);
        for (File file : files) {
            byte[] bytes = Files.readAllBytes(file.toPath());
            if (bytes.length < 1000) all.add(bytes);
        }
        return all;
    }

    private static String escaped(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .chars()
                .mapToObj(c -> c >= ' ' && c < 127 ? String.valueOf((char) c) : String.format("\\x%02x", c))
                .collect(Collectors.joining());
    }
}
