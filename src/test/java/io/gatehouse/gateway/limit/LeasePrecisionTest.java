package io.gatehouse.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.redis.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Judges leases as {@link PrecisionTest} judges windows in one process: four nodes that share a limit, while time is only counted. */
class LeasePrecisionTest {
    private static final int DATABASE = 9;
    private static final Limit LARGE = new Limit(1_000, Period.SECOND, WindowType.EXACT);
    private static final Limit SMALL = new Limit(10, Period.MINUTE, WindowType.EXACT);
    private static SimulatedNodes.Redis redis;

    @BeforeAll
    static void connect() {
        redis = new SimulatedNodes.Redis(TestRedis.sharedPort(), DATABASE);
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @ParameterizedTest(name = "{0} times 1,000 requests per second")
    @CsvSource({"0.5, 0.3", "0.9, 0.3", "1.1, 0.3", "2, 0.1", "10, 0.1"})
    void four_nodes_keep_a_large_limit_and_ask_seldom(double load, double mostDraws) {
        SimulatedNodes run = nodes(LARGE, 4).traffic(load, 10).run();
        judge(run, 0.97);
        assertTrue(run.drawsPerRequest() <= mostDraws, "draws per request " + run.drawsPerRequest());
        if (load < 1)
            assertTrue(run.judged().falseRejects() <= 0.001 * run.judged().calls(), "" + run.judged());
    }

    /** So small a limit has to be handed over request by request, until there is so much traffic that a node waits for its next one. */
    @ParameterizedTest(name = "{0} times 10 requests per minute")
    @CsvSource({"0.5, 1.1", "0.9, 1.1", "1.1, 1.1", "2, 0.8", "10, 0.2"})
    void four_nodes_keep_a_small_limit(double load, double mostDraws) {
        SimulatedNodes run = nodes(SMALL, 4).traffic(load, 50).run();
        judge(run, 0.95);
        assertTrue(run.drawsPerRequest() <= mostDraws, "draws per request " + run.drawsPerRequest());
    }

    @Test
    void bursts_at_the_turn_of_a_period_get_what_there_is_room_for() {
        judge(nodes(LARGE, 4).traffic(0.5, 20).bursts().run(), 0.97);
        judge(nodes(SMALL, 4).traffic(0.5, 50).bursts().run(), 0.95);
    }

    @Test
    void a_node_that_has_nearly_all_of_the_traffic_gets_nearly_all_of_the_limit() {
        judge(nodes(LARGE, 4).traffic(0.9, 10, 0.9).run(), 0.98);
    }

    @Test
    void a_single_node_has_the_limit_for_itself() {
        SimulatedNodes run = nodes(LARGE, 1).traffic(2, 10).run();
        judge(run, 0.97);
        assertTrue(run.drawsPerRequest() <= 0.1, "draws per request " + run.drawsPerRequest());
    }

    /** Each of the four may let 1.2 quarters pass, and a Redis that comes back is told what did. */
    @Test
    void nodes_without_redis_let_about_a_fifth_more_pass_at_most() {
        Judge.Judged judged = nodes(LARGE, 4)
                .traffic(2, 12)
                .redisIs(false, 4)
                .redisIs(true, 8)
                .run()
                .judged();
        assertTrue(judged.overshoot() <= 0.25 * LARGE.requests(), judged.toString());
        assertTrue(judged.admitRatio() >= 0.97, judged.toString());
    }

    private static SimulatedNodes nodes(Limit limit, int count) {
        return SimulatedNodes.sharing(redis, limit, count, 42);
    }

    private static void judge(SimulatedNodes run, double leastAdmitted) {
        Judge.Judged judged = run.judged();
        assertEquals(0, judged.falseAllows(), judged.toString());
        assertEquals(0, judged.overshoot(), judged.toString());
        assertTrue(judged.admitRatio() >= leastAdmitted, judged.toString());
    }
}
