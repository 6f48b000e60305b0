package io.gatehouse.gateway.limit;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * What is counted of each caller. Memory is bounded without a thread of its own: every new key first looks at a few old ones, like
 * the hand of a clock, and drops those that count nothing any more. Over capacity the hand drops what it points at: then
 * somebody is inventing keys, and forgetting one of them is better than running out of memory.
 */
final class Callers<C extends Callers.Retirable> {
    private static final int DEFAULT_CAPACITY = 1_000_000;
    private static final int LOOKED_AT_PER_NEW_KEY = 4;

    private final int capacity;
    private final ConcurrentHashMap<LimitKey, C> callers = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private Iterator<Map.Entry<LimitKey, C>> hand = callers.entrySet().iterator();

    Callers() {
        this(DEFAULT_CAPACITY);
    }

    Callers(int capacity) {
        this.capacity = capacity;
    }

    /** What can be taken out of use. */
    interface Retirable {
        /** Takes this object out of use if nothing is counted in it any more, or in any case when memory asks for it. */
        boolean retire(long now, boolean inAnyCase);
    }

    /** Null if there is none. */
    C find(LimitKey key) {
        return callers.get(key);
    }

    C at(LimitKey key, long now, Function<LimitKey, C> absent) {
        C found = callers.get(key);
        if (found != null) return found;
        sweep(now);
        return callers.computeIfAbsent(key, absent);
    }

    /** Somebody found that this was taken out of use before it had left the map. */
    void forget(LimitKey key, C retired) {
        callers.remove(key, retired);
    }

    int size() {
        return callers.size();
    }

    private void sweep(long now) {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        try {
            for (int looked = 0; looked < LOOKED_AT_PER_NEW_KEY; looked++) {
                if (!hand.hasNext()) {
                    hand = callers.entrySet().iterator();
                    if (!hand.hasNext()) {
                        return;
                    }
                }
                var entry = hand.next();
                if (entry.getValue().retire(now, callers.mappingCount() >= capacity)) {
                    callers.remove(entry.getKey(), entry.getValue());
                }
            }
        } finally {
            sweeping.set(false);
        }
    }
}
