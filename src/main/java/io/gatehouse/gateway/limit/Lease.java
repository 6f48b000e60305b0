package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.limit.Decision.Room;
import io.gatehouse.gateway.limit.GrantLog.Booking;
import io.gatehouse.gateway.limit.GrantLog.Draw;
import io.gatehouse.gateway.limit.GrantLog.Grant;
import java.util.ArrayDeque;

/**
 * What this node may let pass of one limit without asking: tokens that nobody else has, each as of a moment, all until another. Not safe
 * for threads: {@link LeasedCaller} holds the lock.
 */
final class Lease {
    private static final double FEW = 0.25;
    /** As in the log's script: nobody holds for longer what it does not use, however long the window is. */
    private static final long LONGEST_SPAN = 600_000;
    /** Others may give back what they do not use. */
    private static final long LONGEST_DENIAL = 30_000;

    private final String key;
    private final double span;
    private final Window passedHere;
    private final ArrayDeque<Tokens> tokens = new ArrayDeque<>();
    private Limit limit;
    private Uses uses;
    private Booking booking = Booking.NONE;
    private long voidAt;
    private int granted;
    private int onTheSpot;
    private long fullUntil;
    private long fullFor;
    private long remaining;
    private long resetAt;
    private double perMilli;
    private long rateFrom;
    private int asked;

    /** @param prefix of the names of this caller's logs */
    Lease(String prefix, Limit limit, long now) {
        this.key = prefix + limit.period().name();
        this.limit = limit;
        this.span = Math.min(limit.period().millis(), LONGEST_SPAN);
        this.passedHere = limit.windowType().window(limit.period());
        this.uses = new Uses(limit.period().millis());
        this.rateFrom = now;
    }

    boolean isOf(Limit other) {
        return limit.windowType() == other.windowType() && limit.period().equals(other.period());
    }

    /** A request has come; how often that happens tells how much will be needed. The limit may have become another. */
    void asked(Limit current) {
        limit = current;
        asked++;
    }

    boolean canPass(long now) {
        return onTheSpot > 0 || now < voidAt && !tokens.isEmpty() && tokens.peek().from <= now;
    }

    /** Whether asking is of no use. Not so when the limit is higher than the one that was full. */
    boolean isFull(long now) {
        return now < fullUntil && limit.requests() <= fullFor;
    }

    void pass(long now) {
        passedHere.count(limit.requests(), now);
        remaining = Math.max(0, remaining - 1);
        if (onTheSpot > 0) {
            onTheSpot--;
            return;
        }
        uses.add(now);
        Tokens first = tokens.peek();
        if (--first.count == 0) tokens.remove();
    }

    /** Counts what passed without a token, or did not pass. */
    void count(long now) {
        passedHere.count(limit.requests(), now);
        uses.add(now);
    }

    /** So few are left that it is time to get more. */
    boolean isLow() {
        return granted > 1 && held() <= FEW * granted;
    }

    boolean isUnused(long now) {
        return now >= voidAt && !tokens.isEmpty();
    }

    /** How long there is something to give back after it; 0 if there is nothing. */
    long lasts(long now) {
        return tokens.isEmpty() ? 0 : Math.max(1, voidAt - now);
    }

    /** @param isAlone whether no other limit can still stop those that wait */
    Draw draw(int waiting, boolean isAlone, long now) {
        measure(now);
        if (now >= voidAt) tokens.clear();
        int kept = held();
        double soon = perMilli * span / 20;
        int wanted = (int) Math.max(0, Math.round(perMilli * span / 8) - kept);
        int promised = soon < 1 ? 0 : (int) Math.max(0, Math.max(1, soon) - kept);
        return drawing(now, kept, waiting, isAlone, wanted, promised);
    }

    /** Gives everything back and wants nothing. */
    Draw giveBack(long now) {
        tokens.clear();
        return drawing(now, 0, 0, false, 0, 0);
    }

    private Draw drawing(long now, int kept, int waiting, boolean isAlone, int wanted, int promised) {
        Booking before = booking;
        booking = Booking.NONE;
        return new Draw(key, limit, now, before, uses.take(), kept, waiting, isAlone, wanted, promised, perMilli);
    }

    private void measure(long now) {
        double elapsed = now - rateFrom;
        if (elapsed <= 0) return;
        double weight = 1 - Math.exp(-elapsed / (span / 10));
        perMilli = perMilli * (1 - weight) + weight * asked / elapsed;
        asked = 0;
        rateFrom = now;
    }

    void granted(Grant grant, Draw draw, long now) {
        booking = grant.booking();
        // From when the answer came, until as long after the question was sent: the log's own moment lies between.
        voidAt = draw.sentAt() + grant.lasts();
        onTheSpot = grant.onTheSpot();
        if (grant.tokens() > 0) tokens.addFirst(new Tokens(now, grant.tokens()));
        for (GrantLog.Later later : grant.later()) tokens.addLast(new Tokens(now + later.after(), later.count()));
        granted = held();
        remaining = grant.room() + granted + onTheSpot;
        resetAt = now + grant.resetAfter();
        fullFor = draw.limit().requests();
        fullUntil = grant.fullFor() == 0 ? 0 : now + Math.min(grant.fullFor(), LONGEST_DENIAL);
    }

    /** Nobody knows whether the question arrived; what passed is told with the next one. */
    void lost(Draw draw) {
        Uses since = uses;
        uses = draw.uses();
        uses.addAll(since);
        tokens.clear();
        onTheSpot = 0;
        fullUntil = 0;
    }

    /** What nobody waits for any more is not kept for others. */
    void endOfWaiting() {
        onTheSpot = 0;
    }

    /** What this node alone has let pass, against a part of the limit. */
    Window passedHere() {
        return passedHere;
    }

    Room room(long now) {
        return new Room(limit, Math.min(remaining, limit.requests()), Math.max(0, resetAt - now));
    }

    long retryAfter(long now) {
        long at = tokens.isEmpty() ? fullUntil : Math.min(tokens.peek().from, fullUntil);
        return Math.max(1, at - now);
    }

    boolean idle(long now) {
        return tokens.isEmpty() && passedHere.idle(now);
    }

    private int held() {
        int held = 0;
        for (Tokens each : tokens) held += each.count;
        return held;
    }

    /** Alike tokens. */
    private static final class Tokens {
        private final long from;
        private int count;

        Tokens(long from, int count) {
            this.from = from;
            this.count = count;
        }
    }
}
