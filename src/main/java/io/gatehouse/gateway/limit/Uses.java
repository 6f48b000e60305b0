package io.gatehouse.gateway.limit;

import java.util.List;

/** When requests passed, to the slice in which the log keeps them: what a node has to tell about a grant. */
final class Uses {
    private static final int LEAST = 4;
    private static final long SHORT_WINDOW = 10_000;
    private static final int SLICES = 256;
    private static final int SLICES_OF_SHORT_WINDOWS = 128;

    private final long window;
    private final long slice;
    private long[] times = new long[LEAST];
    private int[] counts = new int[LEAST];
    private int size;

    Uses(long window) {
        this.window = window;
        this.slice = slice(window);
    }

    /** Milliseconds of a slice of the log. Short windows have fewer, as an answer takes longer to arrive than theirs would last. */
    static long slice(long window) {
        return Math.max(1, window / (window < SHORT_WINDOW ? SLICES_OF_SHORT_WINDOWS : SLICES));
    }

    void add(long now) {
        add(now, 1);
    }

    private void add(long now, int amount) {
        if (size > 0 && times[size - 1] / slice == now / slice) {
            times[size - 1] = now;
            counts[size - 1] += amount;
            return;
        }
        if (size == times.length) makeRoom(now);
        times[size] = now;
        counts[size++] = amount;
    }

    /** All of them, and none are left. */
    Uses take() {
        Uses taken = new Uses(window);
        if (size == 0) return taken;
        taken.times = times;
        taken.counts = counts;
        taken.size = size;
        times = new long[LEAST];
        counts = new int[LEAST];
        size = 0;
        return taken;
    }

    void addAll(Uses later) {
        for (int i = 0; i < later.size; i++) add(later.times[i], later.counts[i]);
    }

    /** How many follow, then the age and the count of each. */
    void writeTo(List<String> arguments, long now) {
        arguments.add(Integer.toString(size));
        for (int i = 0; i < size; i++) {
            arguments.add(Long.toString(Math.max(0, now - times[i])));
            arguments.add(Integer.toString(counts[i]));
        }
    }

    private void makeRoom(long now) {
        int gone = 0;
        while (gone < size && times[gone] + window <= now) gone++;
        int left = size - gone;
        long[] kept = new long[Math.max(LEAST, left * 2)];
        int[] keptCounts = new int[kept.length];
        System.arraycopy(times, gone, kept, 0, left);
        System.arraycopy(counts, gone, keptCounts, 0, left);
        times = kept;
        counts = keptCounts;
        size = left;
    }
}
