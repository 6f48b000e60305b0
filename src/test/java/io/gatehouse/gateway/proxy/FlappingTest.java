package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.config.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two targets that go down and come back in turn, while clients call and both kinds of health checks look on. */
class FlappingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 3;
    private static final String CHECKS = "healthchecks: {"
            + "active: {timeout: 0.3, healthy: {interval: 0.05, successes: 2},"
            + " unhealthy: {interval: 0.05, http_failures: 2, tcp_failures: 2, timeouts: 2}},"
            + "passive: {healthy: {successes: 1}, unhealthy: {tcp_failures: 1, timeouts: 1, http_failures: 2}}}";

    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private List<Target> targets;
    private GatewayHarness gateway;

    /** How a target is down. */
    private enum Fault {
        REFUSES,
        RESETS,
        SILENT
    }

    /** One that can be taken down at its port, and brought back there. */
    private static final class Target {
        private final int port;
        private RawUpstream running;

        Target() throws IOException {
            running = new RawUpstream();
            port = running.port();
            comesBack();
        }

        void goesDown(Fault fault) throws IOException {
            switch (fault) {
                case REFUSES -> running.close();
                case RESETS -> {
                    running.answers("");
                    running.resets(true);
                }
                case SILENT -> running.answers("");
            }
        }

        void comesBack() throws IOException {
            if (running.isClosed()) running = new RawUpstream("127.0.0.1", port);
            running.resets(false);
            running.answers(OK);
        }
    }

    @BeforeEach
    void start() throws IOException {
        targets = List.of(new Target(), new Target());
        gateway = GatewayHarness.serving(Topology.EMPTY);
        gateway.topology(Upstreams.to(
                Upstreams.service(1_000, 500),
                Upstreams.upstream(CHECKS),
                targets.stream().map(target -> Upstreams.target(target.port)).toList()));
    }

    @AfterEach
    void stop() throws IOException {
        over.set(true);
        gateway.close();
        for (Target target : targets) target.running.close();
    }

    private void isSeen(Target target, String health) {
        Patience.until(
                target.port + " is " + health,
                () -> gateway.node()
                        .balancers()
                        .of("pool.internal")
                        .health(Upstreams.target(target.port))
                        .equals(health));
    }

    private void call() {
        try (RawClient client = new RawClient(gateway.port())) {
            while (!over.get()) {
                String answer = client.send(GET).answer();
                if (answer.startsWith("HTTP/1.1 200")) answered.incrementAndGet();
                else failed.add(answer);
            }
        } catch (IOException e) {
            failed.add(e.toString());
        }
    }

    @Test
    void no_call_fails_that_another_target_can_answer_and_nothing_is_left_behind() throws Exception {
        List<Thread> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new Thread(this::call))
                .toList();
        clients.forEach(Thread::start);
        for (int i = 0; i < ROUNDS; i++) {
            for (Fault fault : Fault.values()) {
                Target target = targets.get((i + fault.ordinal()) % 2);
                target.goesDown(fault);
                isSeen(target, "UNHEALTHY");
                target.comesBack();
                isSeen(target, "HEALTHY");
            }
        }
        int before = answered.get();
        Patience.until("calls go on", () -> answered.get() > before + 100 || !failed.isEmpty());
        over.set(true);
        for (Thread client : clients) client.join();
        assertEquals(List.of(), List.copyOf(failed));
        for (Target target : targets) isSeen(target, "HEALTHY");
        Patience.until(
                "no connection is left but those that calls used at once",
                () -> targets.stream().allMatch(target -> target.running.openConnections() <= CLIENTS + 1));
        gateway.topology(Topology.EMPTY);
        for (Target target : targets) {
            int sofar = target.running.connections();
            Patience.until("checks have ended", () -> target.running.openConnections() <= CLIENTS);
            assertTrue(target.running.connections() <= sofar + 1);
        }
    }
}
