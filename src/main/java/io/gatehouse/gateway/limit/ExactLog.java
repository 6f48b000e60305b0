package io.gatehouse.gateway.limit;

import java.util.Arrays;

/**
 * A sliding log: when each permitted call came, oldest first, in a ring that grows with what is really used.
 *
 * <p>Up to {@value #ENTRIES} requests a period, every entry is one call and the answer is exact. Above, one entry stands for
 * limit / {@value #ENTRIES} calls and counts until the last of them has left the period. So no more than the limit ever
 * passes in a trailing period, and at most one entry's worth, 1/{@value #ENTRIES} of the limit, is given back late. Entries
 * by count rather than by time slice: a burst fills one time slice, and its share would be wrong by the whole burst.
 */
final class ExactLog implements Window {

    static final int ENTRIES = 256;

    private final long length;
    private long[] lastCall = new long[8];
    private int[] calls = new int[8];
    private int oldest;
    private int entries;
    private long counted;

    ExactLog(Period period) {
        this.length = period.millis();
    }

    @Override
    public long room(long limit, long now) {
        forget(now);
        return Math.max(0, limit - counted);
    }

    @Override
    public void add(long limit, long amount, long now) {
        forget(now);
        long callsPerEntry = (limit + ENTRIES - 1) / ENTRIES;
        int newest = entries == 0 ? -1 : at(entries - 1);
        if (newest < 0 || calls[newest] >= callsPerEntry) {
            newest = append();
        }
        lastCall[newest] = now;
        int added = (int) Math.min(amount, Integer.MAX_VALUE - calls[newest]);
        calls[newest] += added;
        counted += added;
    }

    @Override
    public long resetAfter(long now) {
        return entries == 0 ? 0 : lastCall[oldest] + length - now;
    }

    @Override
    public long retryAfter(long limit, long now) {
        long left = counted;
        for (int i = 0; i < entries; i++) {
            left -= calls[at(i)];
            if (left < limit) {
                return lastCall[at(i)] + length - now;
            }
        }
        return length;
    }

    @Override
    public boolean idle(long now) {
        return entries == 0 || lastCall[at(entries - 1)] + length <= now;
    }

    private void forget(long now) {
        if (entries > 0 && lastCall[at(entries - 1)] > now) {
            // The clock was set back. What was counted is of unknown age: forgetting is kinder than locking out.
            entries = 0;
            counted = 0;
        }
        while (entries > 0 && lastCall[oldest] + length <= now) {
            counted -= calls[oldest];
            oldest = at(1);
            entries--;
        }
    }

    private int append() {
        if (entries == lastCall.length) {
            grow();
        }
        int slot = at(entries++);
        calls[slot] = 0;
        return slot;
    }

    private void grow() {
        int size = lastCall.length;
        long[] stamps = Arrays.copyOf(lastCall, size * 2);
        int[] counts = Arrays.copyOf(calls, size * 2);
        System.arraycopy(lastCall, 0, stamps, size, oldest);
        System.arraycopy(calls, 0, counts, size, oldest);
        lastCall = stamps;
        calls = counts;
    }

    /** The ring's sizes are powers of two, so that the remainder is a mask. */
    private int at(int age) {
        return (oldest + age) & (lastCall.length - 1);
    }
}
