package io.gatehouse.gateway.limit;

/**
 * The count of one caller in one period. Not safe for threads: {@link Counters} holds the lock. The limit is an
 * argument, not state, because a caller who moves to another plan keeps what was counted and gets the new limit at once.
 */
interface Window {

    /** How many more calls pass now. Forgets what has left the period. */
    long room(long limit, long now);

    default void count(long limit, long now) {
        add(limit, 1, now);
    }

    /** Counts this many calls at once. */
    void add(long limit, long amount, long now);

    /** Until the window next gives room back. */
    long resetAfter(long now);

    /** Until one more call passes. */
    long retryAfter(long limit, long now);

    /** Nothing is counted any more: forgetting this window changes no answer. */
    boolean idle(long now);
}
