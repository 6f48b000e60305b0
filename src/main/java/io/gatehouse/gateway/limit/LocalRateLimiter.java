package io.gatehouse.gateway.limit;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts in this process. Memory is bounded without a thread of its own: every new key first looks at a few old ones, like
 * the hand of a clock, and drops those that count nothing any more. Over capacity the hand drops what it points at: then
 * somebody is inventing keys, and forgetting one of them is better than running out of memory.
 */
public final class LocalRateLimiter implements RateLimiter {

    private static final int DEFAULT_CAPACITY = 1_000_000;
    private static final int LOOKED_AT_PER_NEW_KEY = 4;

    private final InstantSource clock;
    private final int capacity;
    private final ConcurrentHashMap<LimitKey, Counters> counters = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private Iterator<Map.Entry<LimitKey, Counters>> hand = counters.entrySet().iterator();

    public LocalRateLimiter(InstantSource clock) {
        this(clock, DEFAULT_CAPACITY);
    }

    LocalRateLimiter(InstantSource clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    @Override
    public Decision take(LimitKey key, List<Limit> limits, boolean countsRefused) {
        while (true) {
            Counters found = counters.get(key);
            if (found == null) {
                sweep();
                found = counters.computeIfAbsent(key, absent -> new Counters());
            }
            Decision decision = found.take(limits, countsRefused, clock);
            if (decision != null) {
                return decision;
            }
            counters.remove(key, found);
        }
    }

    /** What a call would be told now; counts nothing. */
    public Decision look(LimitKey key, List<Limit> limits) {
        Counters found = counters.get(key);
        Decision decision = found == null ? null : found.look(limits, clock);
        return decision == null ? new Counters().look(limits, clock) : decision;
    }

    /** Counts this much of something whose amount is known only afterwards, whether there is room for it or not. */
    public void add(LimitKey key, List<Limit> limits, long amount) {
        while (true) {
            Counters found = counters.get(key);
            if (found == null) {
                sweep();
                found = counters.computeIfAbsent(key, absent -> new Counters());
            }
            if (found.add(limits, amount, clock)) {
                return;
            }
            counters.remove(key, found);
        }
    }

    int size() {
        return counters.size();
    }

    private void sweep() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        try {
            long now = clock.millis();
            for (int looked = 0; looked < LOOKED_AT_PER_NEW_KEY; looked++) {
                if (!hand.hasNext()) {
                    hand = counters.entrySet().iterator();
                    if (!hand.hasNext()) {
                        return;
                    }
                }
                var entry = hand.next();
                if (entry.getValue().retire(now, counters.mappingCount() >= capacity)) {
                    counters.remove(entry.getKey(), entry.getValue());
                }
            }
        } finally {
            sweeping.set(false);
        }
    }
}
