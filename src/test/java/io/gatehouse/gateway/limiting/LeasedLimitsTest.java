package io.gatehouse.gateway.limiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.plugin.Metered;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.redis.RedisAddress;
import io.gatehouse.gateway.redis.TestRedis;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that share exact windows through one Redis, and what becomes of them when it goes and comes back. */
class LeasedLimitsTest {
    private static final Logger LOG = Logger.getLogger("io.gatehouse.gateway.limit.LeasedRateLimiter");

    private static final String SHARED = "{\"minute\": 1, \"window_type\": \"exact\", \"policy\": \"shared\"}";

    private final Lines lines = new Lines();
    private RawUpstream upstream;

    @BeforeEach
    void answer() throws Exception {
        upstream = new RawUpstream();
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        LOG.addHandler(lines);
    }

    @AfterEach
    void end() throws Exception {
        LOG.removeHandler(lines);
        upstream.close();
    }

    @Test
    void two_nodes_let_as_many_pass_as_one_would() {
        String config = config("\"minute\": 5", TestRedis.sharedPort(), 10, "");
        try (GatewayHarness one = serving(config);
                GatewayHarness other = serving(config)) {
            for (int i = 0; i < 5; i++) assertEquals(200, status(ask(i % 2 == 0 ? one : other)));
            for (GatewayHarness node : List.of(one, other)) {
                String answer = ask(node);
                assertEquals(429, status(answer), answer);
                assertTrue(answer.contains("x-ratelimit-remaining-minute: 0"), answer);
                assertTrue(answer.contains("retry-after: "), answer);
            }
        }
    }

    @Test
    void a_request_is_counted_against_all_limits_or_none() {
        String config = config("\"minute\": 2, \"hour\": 4", TestRedis.sharedPort(), 11, "");
        try (GatewayHarness one = serving(config);
                GatewayHarness other = serving(config)) {
            assertTrue(ask(one).contains("x-ratelimit-remaining-hour: 3"));
            assertEquals(200, status(ask(other)));
            for (int i = 0; i < 5; i++) {
                String answer = ask(i % 2 == 0 ? one : other);
                assertEquals(429, status(answer), answer);
            }
            // The hour has room for two, which the refusals of the minute did not use up.
            assertTrue(ask(one).contains("x-ratelimit-remaining-hour: 2"), ask(one));
        }
    }

    @Test
    void while_redis_is_away_each_node_goes_by_its_share_and_says_so_once() {
        try (TestRedis redis = TestRedis.own();
                GatewayHarness one = serving(config("\"minute\": 20", redis.port(), 0, ""));
                GatewayHarness other = serving(config("\"minute\": 20", redis.port(), 0, ""))) {
            for (int i = 0; i < 2; i++) {
                assertEquals(200, status(ask(one)));
                assertEquals(200, status(ask(other)));
            }
            redis.close();
            // Of two nodes each may let 12 of the 20 pass, and has let two pass.
            for (GatewayHarness node : List.of(one, other)) {
                List<Integer> statuses = new ArrayList<>();
                for (int i = 0; i < 15; i++) statuses.add(status(ask(node)));
                assertFalse(statuses.stream().anyMatch(status -> status >= 500), statuses.toString());
                assertEquals(
                        10, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
            }
            assertEquals(2, lines.with("is lost ("), lines.toString());

            redis.start();
            Patience.until("both nodes have found Redis again", () -> lines.with("is back:") == 2);
            // What passed meanwhile counts: a Redis that forgot everything is told.
            assertEquals(200, status(ask(one)));
            for (GatewayHarness node : List.of(other, one, other)) assertEquals(429, status(ask(node)));
        }
    }

    @Test
    void requests_fail_while_redis_is_away_if_that_was_asked_for() {
        try (TestRedis redis = TestRedis.own();
                GatewayHarness node =
                        serving(config("\"minute\": 2, \"fault_tolerant\": false", redis.port(), 0, ""))) {
            assertEquals(200, status(ask(node)));
            redis.close();
            for (int i = 0; i < 3; i++) assertEquals(500, status(ask(node)));
        }
    }

    @Test
    void a_shared_limit_is_counted_here_as_long_as_there_is_no_redis() {
        try (GatewayHarness node = serving(SHARED)) {
            assertEquals(200, status(ask(node)));
            assertEquals(429, status(ask(node)));
        }
    }

    @Test
    void a_shared_limit_is_that_of_all_nodes_with_the_redis_of_the_installation() {
        RedisAddress redis = RedisAddress.of(URI.create("redis://127.0.0.1:" + TestRedis.sharedPort() + "/13"), 60_000);
        List<Plugin<?>> plugins = BuiltIn.all(redis);
        Topology topology = topology(SHARED);
        try (GatewayHarness one = GatewayHarness.servingWith(plugins, topology);
                GatewayHarness other = GatewayHarness.servingWith(BuiltIn.all(redis), topology)) {
            assertEquals(200, status(ask(one)));
            assertEquals(429, status(ask(other)));
        }
        StringBuilder numbers = new StringBuilder();
        plugins.forEach(plugin -> {
            if (plugin instanceof Metered metered) metered.scrape(numbers);
        });
        String name = "{redis=\"" + redis + "\"} ";
        assertTrue(numbers.toString().contains("gatehouse_limits_redis_up" + name + "1\n"), numbers.toString());
        assertTrue(numbers.toString().contains("gatehouse_limits_by_share_total" + name + "0\n"), numbers.toString());
    }

    @Test
    void refused_requests_count_when_that_was_asked_for() {
        try (GatewayHarness node =
                serving(config("\"second\": 1, \"count_refused\": true", TestRedis.sharedPort(), 12, ""))) {
            assertEquals(200, status(ask(node)));
            assertEquals(429, status(ask(node)));
            node.clock().forward(java.time.Duration.ofMillis(1_500));
            // By the node's clock a second has passed, by that of Redis the refusal is as young as it was told to be.
            assertEquals(429, status(ask(node)));
        }
    }

    private static String config(String limits, int port, int database, String more) {
        return "{" + limits
                + ", \"window_type\": \"exact\", \"policy\": \"redis\", \"redis\": {\"host\": \"127.0.0.1\","
                + " \"port\": " + port + ", \"database\": " + database + more + "}}";
    }

    private GatewayHarness serving(String config) {
        return GatewayHarness.serving(topology(config));
    }

    private Topology topology(String config) {
        return Topologies.everythingTo(upstream.port(), Topologies.plugin("rate-limiting", config));
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

    /** What the limiters say. */
    private static final class Lines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        long with(String text) {
            return lines.stream().filter(line -> line.contains(text)).count();
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return lines.toString();
        }
    }
}
