package io.gatehouse.gateway.metrics;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** How many took how long, in fixed steps. */
final class Histogram {
    private static final double MILLIS = 1_000;

    private final int[] bounds;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /** @param bounds in milliseconds, rising; what takes longer than the last is counted beyond it */
    Histogram(int... bounds) {
        this.bounds = bounds;
        counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) counts[i] = new LongAdder();
    }

    void add(long millis) {
        int step = 0;
        while (step < bounds.length && millis > bounds[step]) step++;
        counts[step].increment();
        sum.add(millis);
    }

    boolean isEmpty() {
        for (LongAdder count : counts) if (count.sum() > 0) return false;
        return true;
    }

    /** @param labels without braces */
    void write(StringBuilder text, String name, String labels, boolean inSeconds) {
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            count += counts[i].sum();
            String bound = i == bounds.length ? "+Inf" : number(bounds[i], inSeconds);
            text.append(name).append("_bucket{").append(labels);
            text.append(",le=\"").append(bound).append("\"} ").append(count).append('\n');
        }
        text.append(name).append("_sum{").append(labels).append("} ").append(number(sum.sum(), inSeconds));
        text.append('\n')
                .append(name)
                .append("_count{")
                .append(labels)
                .append("} ")
                .append(count)
                .append('\n');
    }

    private static String number(long millis, boolean inSeconds) {
        return inSeconds ? String.format(Locale.ROOT, "%.3f", millis / MILLIS) : Long.toString(millis);
    }
}
