package io.gatehouse.gateway.limiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.TestTls;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.plugin.Metered;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.redis.RedisAddress;
import io.gatehouse.gateway.redis.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis behind TLS, and one that takes connections and never answers: nobody waits longer than was said. */
class RedisTroublesTest {
    private static final int WAIT = 1_000;
    private static final int SHARED_WAIT = 500;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean isSilent = new AtomicBoolean();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private RawUpstream upstream;

    @BeforeEach
    void answer() throws Exception {
        upstream = new RawUpstream();
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    @AfterEach
    void end() throws Exception {
        upstream.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void counts_are_kept_behind_tls() throws Exception {
        int port = relay(new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(TestTls.server().getKeyCertOptions()));
        // The first handshake of a process takes its time.
        String patient = limits(port, 7, "\"ssl\": true").replace("\"timeout\": " + WAIT, "\"timeout\": 10000");
        try (GatewayHarness trusting = serving("rate-limiting", patient);
                GatewayHarness verifying =
                        serving("rate-limiting", limits(port, 7, "\"ssl\": true, \"ssl_verify\": true"));
                GatewayHarness plain = serving("rate-limiting", limits(port, 7, "\"ssl\": false"))) {
            assertTrue(ask(trusting).contains("x-ratelimit-remaining-minute: 8"));
            assertTrue(ask(trusting).contains("x-ratelimit-remaining-minute: 7"));
            for (GatewayHarness refused : List.of(verifying, plain)) {
                String answer = ask(refused);
                assertEquals(200, status(answer), answer);
                assertFalse(answer.contains("ratelimit"), answer);
            }
        }
    }

    @Test
    void a_redis_that_falls_silent_is_given_up_and_found_again() throws Exception {
        int port = relay(new NetServerOptions());
        try (GatewayHarness node = serving("rate-limiting", limits(port, 8, "\"ssl\": false"))) {
            Patience.until("Redis counts", () -> ask(node).contains("x-ratelimit-limit-minute: 9"));
            isSilent.set(true);
            String answer = ask(node);
            assertEquals(200, status(answer), answer);
            assertFalse(answer.contains("ratelimit"), answer);
            Patience.until("the silent connection is closed", () -> open.get() == 0);
            Patience.until("many are answered while a try is under way", () -> {
                int tries = connected.get();
                boolean isTrying = open.get() > 0;
                for (int i = 0; i < 10; i++) ask(node);
                return isTrying && open.get() > 0 && connected.get() == tries;
            });
            isSilent.set(false);
            Patience.until("counts are kept again", () -> ask(node).contains("x-ratelimit-limit-minute: 9"));
            Patience.until("nothing is left of the tries", () -> open.get() == 1);
        }
    }

    @Test
    void a_redis_that_never_answers_makes_nobody_wait_for_long() throws Exception {
        isSilent.set(true);
        int port = relay(new NetServerOptions());
        for (int database : List.of(0, 1)) {
            String strict = limits(port, database, "\"ssl\": false")
                    .replace("{\"minute", "{\"fault_tolerant\": false, \"minute");
            try (GatewayHarness node = serving("rate-limiting", strict)) {
                assertEquals(500, status(ask(node)));
            }
        }
        String units = "{\"limits\": {\"a\": {\"minute\": 9}}, \"policy\": \"redis\", \"redis\": "
                + redis(port, 0, "\"ssl\": false") + "}";
        try (GatewayHarness node = serving("response-ratelimiting", units)) {
            assertEquals(200, status(ask(node)));
        }
    }

    @Test
    void limits_of_any_length_are_counted_here_meanwhile() throws Exception {
        isSilent.set(true);
        int port = relay(new NetServerOptions());
        for (String rate : List.of("0", "0.05")) {
            try (GatewayHarness node = serving("rate-limiting-advanced", advanced(port, 0, rate, 1))) {
                assertEquals(200, status(ask(node)));
                assertEquals(429, status(ask(node)));
            }
        }
    }

    @Test
    void while_redis_is_silent_each_node_goes_by_its_share_and_nobody_waits_twice() throws Exception {
        int port = relay(new NetServerOptions());
        RedisAddress redis = RedisAddress.of(URI.create("redis://127.0.0.1:" + port + "/14"), SHARED_WAIT);
        Topology topology = Topologies.everythingTo(
                upstream.port(),
                Topologies.plugin(
                        "rate-limiting", "{\"minute\": 20, \"window_type\": \"exact\", \"policy\": \"shared\"}"));
        List<Plugin<?>> plugins = BuiltIn.all(redis);
        try (GatewayHarness one = GatewayHarness.servingWith(plugins, topology);
                GatewayHarness other = GatewayHarness.servingWith(BuiltIn.all(redis), topology)) {
            for (GatewayHarness node : List.of(one, other, one, other)) assertEquals(200, status(ask(node)));
            isSilent.set(true);
            // Of two nodes each may let 12 of the 20 pass, and has let two pass.
            for (GatewayHarness node : List.of(one, other)) {
                List<Integer> statuses = new ArrayList<>();
                long began = System.nanoTime();
                for (int i = 0; i < 15; i++) statuses.add(status(ask(node)));
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                assertEquals(Collections.nCopies(10, 200), statuses.subList(0, 10));
                assertEquals(Collections.nCopies(5, 429), statuses.subList(10, 15));
                assertTrue(millis < 15 * SHARED_WAIT / 2, () -> millis + " ms, so that many have waited");
            }
            isSilent.set(false);
            Patience.until("Redis counts again", () -> isCounting(plugins));
        }
    }

    private static boolean isCounting(List<Plugin<?>> plugins) {
        StringBuilder numbers = new StringBuilder();
        plugins.forEach(plugin -> {
            if (plugin instanceof Metered metered) metered.scrape(numbers);
        });
        return numbers.toString().matches("(?s).*gatehouse_limits_redis_up\\{[^}]*} 1\n.*");
    }

    @Test
    void nodes_learn_of_each_other_in_the_background_also_of_the_window_before() throws Exception {
        String config = advanced(TestRedis.sharedPort(), 9, "0.02", 1000);
        try (GatewayHarness one = serving("rate-limiting-advanced", config);
                GatewayHarness other = serving("rate-limiting-advanced", config)) {
            for (int i = 0; i < 100; i++) ask(one);
            AtomicInteger own = new AtomicInteger();
            Patience.until(
                    "the other knows of the hundred", () -> remaining(ask(other)) + own.incrementAndGet() <= 900);
            try (GatewayHarness late = serving("rate-limiting-advanced", config)) {
                // The clocks stand at the 30th second: a minute later half of what was counted before still counts.
                late.clock().forward(Duration.ofSeconds(60));
                AtomicInteger asked = new AtomicInteger();
                Patience.until(
                        "a node that was not there knows of half of them",
                        () -> remaining(ask(late)) + asked.incrementAndGet() <= 950);
            }
        }
    }

    private static String limits(int port, int database, String more) {
        return "{\"minute\": 9, \"policy\": \"redis\", \"redis\": " + redis(port, database, more) + "}";
    }

    private static String advanced(int port, int database, String rate, int limit) {
        return "{\"limit\": [" + limit + "], \"window_size\": [60], \"strategy\": \"redis\", \"sync_rate\": " + rate
                + ", \"redis\": " + redis(port, database, "\"ssl\": false") + "}";
    }

    private static String redis(int port, int database, String more) {
        return "{\"host\": \"127.0.0.1\", \"port\": " + port + ", \"database\": " + database + ", \"timeout\": " + WAIT
                + ", " + more + "}";
    }

    /** Passes bytes on to Redis, or swallows them. */
    private int relay(NetServerOptions options) throws Exception {
        NetServer server = vertx.createNetServer(options.setHost("127.0.0.1")).connectHandler(this::pass);
        return server.listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    private void pass(NetSocket client) {
        client.pause();
        connected.incrementAndGet();
        open.incrementAndGet();
        vertx.createNetClient().connect(TestRedis.sharedPort(), "127.0.0.1").onSuccess(redis -> {
            client.handler(bytes -> {
                if (!isSilent.get()) redis.write(bytes);
            });
            redis.handler(client::write);
            client.closeHandler(closed -> {
                open.decrementAndGet();
                redis.close();
            });
            client.resume();
        });
    }

    private GatewayHarness serving(String plugin, String config) {
        return GatewayHarness.serving(Topologies.everythingTo(upstream.port(), Topologies.plugin(plugin, config)));
    }

    /** In lower case. */
    private static String ask(GatewayHarness gateway) {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().toLowerCase(Locale.ROOT);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ")[1]);
    }

    private static int remaining(String answer) {
        return Integer.parseInt(answer.replaceAll("(?s).*x-ratelimit-remaining-minute: (\\d+).*", "$1"));
    }
}
