package io.gatehouse.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Judges the windows from times and answers alone, against a log of everything that passed. */
class PrecisionTest {

    private static final double[] LOADS = {0.5, 0.9, 1.1, 2, 10};

    static Stream<Arguments> small_limits() {
        return traffic(10, Period.MINUTE, 256, Period.SECOND);
    }

    static Stream<Arguments> large_limits() {
        return traffic(1_000, Period.SECOND, 10_000, Period.MINUTE);
    }

    @ParameterizedTest(name = "{0} requests per {1}, {2} times the limit")
    @MethodSource("small_limits")
    void exact_windows_are_never_wrong_for_small_limits(int requests, Period period, double load) {
        Judge.Judged judged = judge(requests, period, WindowType.EXACT, load);
        assertEquals(0, judged.falseAllows(), "false allows");
        assertEquals(0, judged.falseRejects(), "false rejects");
        assertEquals(0, judged.overshoot(), "overshoot");
    }

    @ParameterizedTest(name = "{0} requests per {1}, {2} times the limit")
    @MethodSource("large_limits")
    void exact_windows_never_overshoot_and_admit_as_many_as_there_is_room_for(
            int requests, Period period, double load) {
        Judge.Judged judged = judge(requests, period, WindowType.EXACT, load);
        assertEquals(0, judged.falseAllows(), "false allows");
        assertEquals(0, judged.overshoot(), "overshoot");
        assertTrue(judged.admitRatio() >= 0.99 && judged.admitRatio() <= 1.01, "admit ratio " + judged.admitRatio());
    }

    @ParameterizedTest(name = "{0} requests per {1}, {2} times the limit")
    @MethodSource("large_limits")
    void sliding_windows_overshoot_large_limits_by_an_eighth_at_most(int requests, Period period, double load) {
        Judge.Judged judged = judge(requests, period, WindowType.SLIDING, load);
        assertTrue(judged.overshoot() <= 0.125 * requests, "overshoot " + judged.overshoot());
        assertTrue(judged.admitRatio() >= 0.93, "admit ratio " + judged.admitRatio());
    }

    @ParameterizedTest(name = "{0} requests per {1}, {2} times the limit")
    @MethodSource("large_limits")
    void fixed_windows_let_at_most_twice_the_limit_pass_around_a_turn(int requests, Period period, double load) {
        assertTrue(judge(requests, period, WindowType.FIXED, load).overshoot() <= requests);
    }

    private static Stream<Arguments> traffic(int first, Period firstPeriod, int second, Period secondPeriod) {
        return DoubleStream.of(LOADS)
                .boxed()
                .flatMap(load ->
                        Stream.of(Arguments.of(first, firstPeriod, load), Arguments.of(second, secondPeriod, load)));
    }

    /** Poisson traffic over twenty periods, and around every fifth turn of the clock's period a burst of the whole limit. */
    private static Judge.Judged judge(int requests, Period period, WindowType type, double load) {
        return SimulatedNodes.alone(new Limit(requests, period, type), 42)
                .traffic(load, 20)
                .bursts()
                .run()
                .judged();
    }
}
