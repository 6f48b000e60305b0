package io.gatehouse.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.gateway.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** C-8. */
class FailureLimitTest {
    private final MovableClock clock = new MovableClock("2026-01-01T00:00:30Z");
    private final FailureLimit limit = new FailureLimit(2, clock);

    @Test
    void beyond_the_limit_the_rest_of_the_minute_is_waiting() {
        assertEquals(0, limit.secondsToWait("10.0.0.1"));
        clock.forward(Duration.ofSeconds(20));
        assertEquals(0, limit.secondsToWait("10.0.0.1"));
        assertEquals(40, limit.secondsToWait("10.0.0.1"));
        clock.forward(Duration.ofSeconds(39));
        assertEquals(1, limit.secondsToWait("10.0.0.1"));
        clock.forward(Duration.ofSeconds(1));
        assertEquals(0, limit.secondsToWait("10.0.0.1"));
    }

    @Test
    void others_do_not_wait() {
        for (int i = 0; i < 9; i++) limit.secondsToWait("10.0.0.1");
        assertEquals(0, limit.secondsToWait("10.0.0.2"));
        assertEquals(0, limit.secondsToWait("2001:db8::1"));
    }

    @Test
    void all_addresses_of_a_small_ipv6_network_are_one_caller() {
        assertEquals(0, limit.secondsToWait("2001:db8:1:2::1"));
        assertEquals(0, limit.secondsToWait("2001:db8:1:2:ffff:0:0:9"));
        assertEquals(60, limit.secondsToWait("2001:db8:1:2::3"));
        assertEquals(0, limit.secondsToWait("2001:db8:1:3::1"));
    }

    @Test
    void a_clock_that_is_set_back_makes_nobody_wait() {
        for (int i = 0; i < 9; i++) limit.secondsToWait("10.0.0.1");
        clock.forward(Duration.ofHours(-1));
        assertEquals(0, limit.secondsToWait("10.0.0.1"));
    }

    @Test
    void it_can_be_switched_off() {
        FailureLimit none = new FailureLimit(0, clock);
        for (int i = 0; i < 1000; i++) assertEquals(0, none.secondsToWait("10.0.0.1"));
    }
}
