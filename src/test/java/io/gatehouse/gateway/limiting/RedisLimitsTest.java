package io.gatehouse.gateway.limiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.redis.TestRedis;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that count in one Redis, and what becomes of them when it goes. */
class RedisLimitsTest {
    private RawUpstream upstream;

    @BeforeEach
    void answer() throws Exception {
        upstream = new RawUpstream();
        upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    @AfterEach
    void end() throws Exception {
        upstream.close();
    }

    @Test
    void two_nodes_share_a_limit_when_each_call_is_counted_in_redis() throws Exception {
        String config = config("\"minute\": 3", TestRedis.sharedPort(), 2, "");
        try (GatewayHarness one = serving(config);
                GatewayHarness other = serving(config)) {
            assertEquals(200, status(ask(one)));
            assertEquals(200, status(ask(other)));
            assertTrue(ask(one).contains("x-ratelimit-remaining-minute: 0"));
            assertEquals(429, status(ask(other)));
        }
    }

    @Test
    void the_previous_minute_counts_with_its_share() throws Exception {
        String config = config("\"minute\": 4, \"window_type\": \"sliding\"", TestRedis.sharedPort(), 3, "");
        try (GatewayHarness node = serving(config)) {
            for (int i = 0; i < 4; i++) assertEquals(200, status(ask(node)));
            assertEquals(429, status(ask(node)));
            // The clock stood at the 30th second: at the 15th of the next minute three of the four still count.
            node.clock().forward(java.time.Duration.ofSeconds(45));
            assertEquals(200, status(ask(node)));
            assertEquals(429, status(ask(node)));
        }
    }

    @Test
    void nodes_learn_of_each_other_in_the_background() throws Exception {
        String config = config("\"minute\": 1000, \"sync_rate\": 0.02", TestRedis.sharedPort(), 4, "");
        try (GatewayHarness one = serving(config);
                GatewayHarness other = serving(config)) {
            for (int i = 0; i < 10; i++) assertEquals(200, status(ask(one)));
            AtomicInteger own = new AtomicInteger();
            Patience.until(
                    "the other node knows of the ten", () -> remaining(ask(other)) == 990 - own.incrementAndGet());
        }
    }

    @Test
    void requests_pass_without_headers_while_redis_is_away() throws Exception {
        try (TestRedis redis = TestRedis.own();
                GatewayHarness node = serving(config("\"minute\": 2", redis.port(), 0, ""))) {
            assertTrue(ask(node).contains("x-ratelimit-remaining-minute: 1"));
            redis.close();
            for (int i = 0; i < 3; i++) {
                String answer = ask(node);
                assertEquals(200, status(answer), answer);
                assertFalse(answer.contains("ratelimit"), answer);
            }
            redis.start();
            Patience.until("counts are kept again", () -> ask(node).contains("x-ratelimit-limit-minute: 2"));
        }
    }

    @Test
    void requests_fail_while_redis_is_away_if_that_was_asked_for() throws Exception {
        try (TestRedis redis = TestRedis.own();
                GatewayHarness node =
                        serving(config("\"minute\": 2, \"fault_tolerant\": false", redis.port(), 0, ""))) {
            assertEquals(200, status(ask(node)));
            redis.close();
            String answer = ask(node);
            assertEquals(500, status(answer), answer);
            assertTrue(answer.contains("an unexpected error occurred"), answer);
        }
    }

    @Test
    void a_password_opens_and_a_wrong_one_does_not() throws Exception {
        try (TestRedis redis = TestRedis.own("requirepass \"p:/@ss\"");
                GatewayHarness good = serving(config("\"minute\": 2", redis.port(), 0, ", \"password\": \"p:/@ss\""));
                GatewayHarness wrong = serving(config("\"minute\": 2", redis.port(), 0, ", \"password\": \"no\""))) {
            assertTrue(ask(good).contains("x-ratelimit-remaining-minute: 1"));
            assertFalse(ask(wrong).contains("ratelimit"));
        }
    }

    private static String config(String limits, int port, int database, String more) {
        return "{" + limits + ", \"policy\": \"redis\", \"redis\": {\"host\": \"127.0.0.1\", \"port\": " + port
                + ", \"database\": " + database + more + "}}";
    }

    private GatewayHarness serving(String config) {
        return GatewayHarness.serving(
                Topologies.everythingTo(upstream.port(), Topologies.plugin("rate-limiting", config)));
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
