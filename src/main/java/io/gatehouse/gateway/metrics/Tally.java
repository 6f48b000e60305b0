package io.gatehouse.gateway.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** Calls by status, and by who answered. A counter is made with the first call that needs it. */
final class Tally {
    private static final int FIRST = 100;
    private static final int STATUSES = 500;

    private final AtomicReferenceArray<LongAdder> counts = new AtomicReferenceArray<>(2 * STATUSES);

    /** Takes one counter after another. */
    interface Reader {
        void read(int status, boolean fromUpstream, long calls);
    }

    void add(int status, boolean fromUpstream) {
        int index = 2 * (Math.min(Math.max(status, FIRST), FIRST + STATUSES - 1) - FIRST) + (fromUpstream ? 1 : 0);
        LongAdder count = counts.get(index);
        if (count == null) {
            count = new LongAdder();
            if (!counts.compareAndSet(index, null, count)) count = counts.get(index);
        }
        count.increment();
    }

    void read(Reader reader) {
        for (int i = 0; i < counts.length(); i++) {
            LongAdder count = counts.get(i);
            if (count != null) reader.read(FIRST + i / 2, i % 2 == 1, count.sum());
        }
    }
}
