package io.gatehouse.gateway.limit;

import java.time.InstantSource;
import java.util.List;

/** Counts in this process. */
public final class LocalRateLimiter implements RateLimiter {

    private final InstantSource clock;
    private final Callers<Counters> callers;

    public LocalRateLimiter(InstantSource clock) {
        this.clock = clock;
        this.callers = new Callers<>();
    }

    LocalRateLimiter(InstantSource clock, int capacity) {
        this.clock = clock;
        this.callers = new Callers<>(capacity);
    }

    @Override
    public Decision take(LimitKey key, List<Limit> limits, boolean countsRefused) {
        while (true) {
            Counters found = counters(key);
            Decision decision = found.take(limits, countsRefused, clock);
            if (decision != null) {
                return decision;
            }
            callers.forget(key, found);
        }
    }

    /** What a call would be told now; counts nothing. */
    public Decision look(LimitKey key, List<Limit> limits) {
        Counters found = callers.find(key);
        Decision decision = found == null ? null : found.look(limits, clock);
        return decision == null ? new Counters().look(limits, clock) : decision;
    }

    /** Counts this much of something whose amount is known only afterwards, whether there is room for it or not. */
    public void add(LimitKey key, List<Limit> limits, long amount) {
        while (true) {
            Counters found = counters(key);
            if (found.add(limits, amount, clock)) {
                return;
            }
            callers.forget(key, found);
        }
    }

    int size() {
        return callers.size();
    }

    private Counters counters(LimitKey key) {
        Counters found = callers.find(key);
        return found == null ? callers.at(key, clock.millis(), absent -> new Counters()) : found;
    }
}
