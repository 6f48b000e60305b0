package io.gatehouse.gateway.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of answers that clients have not taken yet, of all event loops together. Each stream may hold so little that a slow client does
 * no harm; a hundred streams on each of a thousand connections, of which nobody reads any, are another matter. Each loop looks with
 * every tick at what its own clients hold, so that a call that passes costs nothing here.
 */
final class Unread {
    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger holders = new AtomicInteger();

    /** What one event loop's clients hold, and how many of them hold anything. */
    record Held(long bytes, int holders) {
        static final Held NOTHING = new Held(0, 0);
    }

    Unread(long most) {
        this.most = most;
    }

    /**
     * What one event loop's clients hold has changed.
     *
     * @return what each connection may hold from now on: all that it wants as long as all together hold no more than they may, and then an
     *     equal share, so that many streams on one connection pay before one client that is merely slow
     */
    long share(Held before, Held now) {
        long all = bytes.addAndGet(now.bytes - before.bytes);
        int count = holders.addAndGet(now.holders - before.holders);
        return all <= most ? Long.MAX_VALUE : most / Math.max(1, count);
    }

    long all() {
        return bytes.get();
    }
}
