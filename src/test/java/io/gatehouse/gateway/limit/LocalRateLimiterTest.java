package io.gatehouse.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.MovableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalRateLimiterTest {

    private static final LimitKey KEY = new LimitKey("scope", "caller");

    private final MovableClock clock = new MovableClock("2026-03-31T23:59:30Z");
    private final LocalRateLimiter limiter = new LocalRateLimiter(clock);

    @ParameterizedTest
    @EnumSource
    void the_limit_passes_and_the_next_call_is_told_when_to_come_again(WindowType type) {
        Limit tenAMinute = new Limit(10, Period.MINUTE, type);
        for (int left = 9; left >= 0; left--) {
            Decision decision = limiter.take(KEY, tenAMinute);
            assertTrue(decision.allowed());
            assertEquals(left, decision.tightest().remaining());
        }
        Decision refused = limiter.take(KEY, tenAMinute);
        assertFalse(refused.allowed());
        assertEquals(0, refused.tightest().remaining());

        clock.forward(Duration.ofMillis(refused.retryAfterMillis() - 1));
        assertFalse(limiter.take(KEY, tenAMinute).allowed(), "a millisecond early");
        clock.forward(Duration.ofMillis(1));
        assertTrue(limiter.take(KEY, tenAMinute).allowed(), "at the time it was told");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_known_afterwards_is_counted_at_once(WindowType type) {
        List<Limit> tenAMinute = List.of(new Limit(10, Period.MINUTE, type));
        assertEquals(10, limiter.look(KEY, tenAMinute).tightest().remaining());
        limiter.add(KEY, tenAMinute, 4);
        assertEquals(6, limiter.look(KEY, tenAMinute).tightest().remaining());
        assertTrue(limiter.look(KEY, tenAMinute).allowed(), "looking counts nothing");
        limiter.add(KEY, tenAMinute, 1_000);
        Decision refused = limiter.look(KEY, tenAMinute);
        assertFalse(refused.allowed());
        assertEquals(0, refused.tightest().remaining());
        clock.forward(Duration.ofMillis(refused.retryAfterMillis() - 1));
        assertFalse(limiter.look(KEY, tenAMinute).allowed(), "a millisecond early");
        clock.forward(Duration.ofMillis(1));
        assertTrue(limiter.look(KEY, tenAMinute).allowed(), "at the time it was told");
    }

    @Test
    void fixed_windows_follow_the_clock_and_the_calendar() {
        List<Limit> limits = List.of(
                new Limit(5, Period.SECOND, WindowType.FIXED),
                new Limit(5, Period.MINUTE, WindowType.FIXED),
                new Limit(5, Period.HOUR, WindowType.FIXED),
                new Limit(5, Period.DAY, WindowType.FIXED),
                new Limit(5, Period.MONTH, WindowType.FIXED),
                new Limit(5, Period.YEAR, WindowType.FIXED));
        List<Long> resets = limiter.take(KEY, limits).rooms().stream()
                .map(room -> room.resetAfterMillis() / 1000)
                .toList();
        long restOfTheYear = Duration.ofDays(275).toSeconds() + 30;
        assertEquals(List.of(1L, 30L, 30L, 30L, 30L, restOfTheYear), resets);
    }

    @Test
    void a_call_that_one_period_refuses_is_counted_in_no_other() {
        Limit second = new Limit(1, Period.SECOND, WindowType.FIXED);
        Limit minute = new Limit(5, Period.MINUTE, WindowType.FIXED);
        limiter.take(KEY, List.of(second, minute));
        Decision refused = limiter.take(KEY, List.of(second, minute));
        assertFalse(refused.allowed());
        assertEquals(0, refused.rooms().get(0).remaining());
        assertEquals(4, refused.rooms().get(1).remaining());
        assertEquals(second, refused.tightest().limit());
    }

    @Test
    void of_equally_tight_periods_the_longer_one_is_named() {
        Limit minute = new Limit(5, Period.MINUTE, WindowType.FIXED);
        Limit hour = new Limit(5, Period.HOUR, WindowType.FIXED);
        assertEquals(hour, limiter.take(KEY, List.of(minute, hour)).tightest().limit());
    }

    @ParameterizedTest
    @EnumSource
    void a_larger_limit_is_in_force_at_once_and_keeps_what_was_counted(WindowType type) {
        Limit free = new Limit(10, Period.MINUTE, type);
        Limit silver = new Limit(60, Period.MINUTE, type);
        for (int i = 0; i < 11; i++) {
            limiter.take(KEY, free);
        }
        Decision moved = limiter.take(KEY, silver);
        assertTrue(moved.allowed());
        assertEquals(49, moved.tightest().remaining());
    }

    @ParameterizedTest
    @EnumSource
    void a_smaller_limit_is_in_force_at_once_and_says_truly_when_it_lets_pass(WindowType type) {
        Limit gold = new Limit(1000, Period.MINUTE, type);
        Limit free = new Limit(10, Period.MINUTE, type);
        for (int i = 0; i < 600; i++) {
            clock.forward(Duration.ofMillis(10));
            limiter.take(KEY, gold);
        }
        Decision refused = limiter.take(KEY, free);
        assertFalse(refused.allowed());
        clock.forward(Duration.ofMillis(refused.retryAfterMillis()));
        assertTrue(limiter.take(KEY, free).allowed());
    }

    @ParameterizedTest
    @EnumSource
    void a_limit_of_nothing_refuses_everything(WindowType type) {
        Decision refused = limiter.take(KEY, new Limit(0, Period.MINUTE, type));
        assertFalse(refused.allowed());
        assertTrue(refused.retryAfterMillis() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void a_clock_that_is_set_back_locks_nobody_out(WindowType type) {
        Limit one = new Limit(1, Period.MINUTE, type);
        limiter.take(KEY, one);
        clock.forward(Duration.ofHours(-3));
        assertTrue(limiter.take(KEY, one).allowed());
    }

    @Test
    void callers_and_scopes_do_not_share_a_count() {
        Limit one = new Limit(1, Period.MINUTE, WindowType.FIXED);
        assertTrue(limiter.take(KEY, one).allowed());
        assertTrue(limiter.take(new LimitKey("scope", "another"), one).allowed());
        assertTrue(limiter.take(new LimitKey("another", "caller"), one).allowed());
        assertFalse(limiter.take(KEY, one).allowed());
    }

    @Test
    void callers_that_went_away_are_forgotten() {
        Limit limit = new Limit(10, Period.SECOND, WindowType.FIXED);
        for (int i = 0; i < 100_000; i++) {
            clock.forward(Duration.ofMillis(10));
            limiter.take(new LimitKey("ip", "10.0." + i), limit);
        }
        assertTrue(limiter.size() < 500, "100 callers a second were left as " + limiter.size());
    }

    @Test
    void callers_that_are_still_counted_are_not_forgotten() {
        Limit limit = new Limit(1, Period.MINUTE, WindowType.EXACT);
        limiter.take(KEY, limit);
        for (int i = 0; i < 10_000; i++) {
            limiter.take(new LimitKey("ip", "10.0." + i), limit);
        }
        assertFalse(limiter.take(KEY, limit).allowed());
    }

    @Test
    void invented_callers_cannot_fill_the_memory() {
        LocalRateLimiter small = new LocalRateLimiter(clock, 1_000);
        for (int i = 0; i < 50_000; i++) {
            small.take(new LimitKey("header", "invented-" + i), new Limit(10, Period.DAY, WindowType.FIXED));
        }
        assertTrue(small.size() <= 1_000, "holds " + small.size());
    }

    @ParameterizedTest
    @EnumSource
    void callers_at_the_same_time_get_exactly_the_limit(WindowType type) throws Exception {
        LocalRateLimiter shared = new LocalRateLimiter(InstantSource.fixed(clock.instant()));
        Limit limit = new Limit(1_000, Period.DAY, type);
        AtomicInteger allowed = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        var threads = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            threads.submit(() -> {
                start.await();
                for (int i = 0; i < 1_000; i++) {
                    allowed.addAndGet(shared.take(KEY, limit).allowed() ? 1 : 0);
                }
                return null;
            });
        }
        start.countDown();
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS));
        assertEquals(1_000, allowed.get());
    }
}
