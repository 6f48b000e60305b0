package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.limit.Decision.Room;
import io.gatehouse.gateway.limit.GrantLog.Draw;
import io.gatehouse.gateway.limit.GrantLog.Grant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What one caller may do on this node: a lease for each of its limits, and the requests that wait for the log to answer. The only lock of
 * leases is here: two callers never wait for each other, and nothing outside is called while it is held.
 */
final class LeasedCaller implements Callers.Retirable {
    private static final long CLOCK_WAS_SET_BACK = 1_000;

    private final String prefix;
    private final List<Lease> leases = new ArrayList<>(1);
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>(1);
    private List<Lease> asking;
    private int asked;
    private boolean retired;
    private long lastNow;

    LeasedCaller(LimitKey key) {
        this.prefix = key.prefix() + "leased:";
    }

    /**
     * What comes of a request.
     *
     * @param draws what to ask the log for; null for nothing
     */
    record Outcome(Future<Decision> decision, List<Draw> draws) {}

    /** What comes of an answer: decisions on requests that waited, and what to ask for next. */
    record Settled(List<Runnable> decided, List<Draw> draws) {}

    private record Waiting(Promise<Decision> promise, List<Limit> limits, boolean countsRefused, boolean takesShare) {}

    /** Null when this object was evicted meanwhile. */
    synchronized Outcome take(List<Limit> limits, boolean countsRefused, boolean takesShare, long now) {
        if (retired) return null;
        List<Lease> all = leases(limits, now);
        for (int i = 0; i < all.size(); i++) all.get(i).asked(limits.get(i));
        Decision decision = queue.isEmpty() ? decision(all, countsRefused, now) : null;
        if (decision != null) {
            boolean isTimeForMore = asking == null && decision.allowed() && isAnyLow(all);
            return new Outcome(Future.succeededFuture(decision), isTimeForMore ? ask(all, now) : null);
        }
        Waiting waiting = new Waiting(promise(), limits, countsRefused, takesShare);
        queue.add(waiting);
        return new Outcome(waiting.promise.future(), asking == null ? ask(all, now) : null);
    }

    /** While the log is away. Null when this object was evicted meanwhile. */
    synchronized Decision takeShare(List<Limit> limits, boolean countsRefused, int nodes, long now) {
        return retired ? null : shareDecision(limits, countsRefused, nodes, now);
    }

    synchronized Settled answered(List<Draw> draws, List<Grant> grants, long now) {
        for (int i = 0; i < grants.size(); i++) asking.get(i).granted(grants.get(i), draws.get(i), now);
        asking = null;
        List<Runnable> decided = new ArrayList<>(queue.size());
        while (!queue.isEmpty()) {
            Waiting next = queue.peek();
            List<Lease> all = leases(next.limits, now);
            Decision decision = decision(all, next.countsRefused, now);
            if (decision == null && asked == 0) break;
            Decision made = decision == null ? refused(all, next.countsRefused, now) : decision;
            decided.add(() -> next.promise.tryComplete(made));
            queue.remove();
            if (asked > 0) asked--;
        }
        leases.forEach(Lease::endOfWaiting);
        asked = 0;
        List<Draw> more = queue.isEmpty() ? null : ask(leases(queue.peek().limits, now), now);
        return new Settled(decided, more);
    }

    /** The log is away: whoever waits for it takes a share, or is told. */
    synchronized List<Runnable> failed(List<Draw> draws, Throwable why, int nodes, long now) {
        for (int i = 0; i < draws.size(); i++) asking.get(i).lost(draws.get(i));
        asking = null;
        asked = 0;
        List<Runnable> decided = new ArrayList<>(queue.size());
        for (Waiting next : queue) {
            if (next.takesShare) {
                Decision decision = shareDecision(next.limits, next.countsRefused, nodes, now);
                decided.add(() -> next.promise.tryComplete(decision));
            } else {
                decided.add(() -> next.promise.tryFail(why));
            }
        }
        queue.clear();
        return decided;
    }

    /** What was not used in time, for others; null if there is nothing. */
    synchronized List<Draw> unused(long now) {
        if (asking != null) return null;
        List<Lease> unused =
                leases.stream().filter(lease -> lease.isUnused(now)).toList();
        if (unused.isEmpty()) return null;
        asking = unused;
        asked = 0;
        return unused.stream().map(lease -> lease.giveBack(now)).toList();
    }

    /** Until when there may be something to give back; 0 for never. */
    synchronized long lasts(long now) {
        long longest = 0;
        for (Lease lease : leases) longest = Math.max(longest, lease.lasts(now));
        return longest;
    }

    @Override
    public synchronized boolean retire(long now, boolean inAnyCase) {
        boolean isBusy = asking != null || !queue.isEmpty();
        retired = !isBusy && (inAnyCase || leases.stream().allMatch(lease -> lease.idle(now)));
        return retired;
    }

    private List<Draw> ask(List<Lease> all, long now) {
        asking = all;
        asked = queue.size();
        List<Draw> draws = new ArrayList<>(all.size());
        for (Lease lease : all) draws.add(lease.draw(asked, all.size() == 1, now));
        return draws;
    }

    /** Null when only the log can tell. */
    private static Decision decision(List<Lease> all, boolean countsRefused, long now) {
        boolean passes = true;
        boolean isRefused = false;
        for (Lease lease : all) {
            if (lease.canPass(now)) continue;
            passes = false;
            isRefused |= lease.isFull(now);
        }
        if (isRefused) return refused(all, countsRefused, now);
        if (!passes) return null;
        for (Lease lease : all) lease.pass(now);
        return new Decision(true, 0, rooms(all, now));
    }

    private static Decision refused(List<Lease> all, boolean countsRefused, long now) {
        long retryAfter = 1;
        for (Lease lease : all) {
            if (!lease.canPass(now)) retryAfter = Math.max(retryAfter, lease.retryAfter(now));
            if (countsRefused) lease.count(now);
        }
        return new Decision(false, retryAfter, rooms(all, now));
    }

    private static List<Room> rooms(List<Lease> all, long now) {
        if (all.size() == 1) return List.of(all.get(0).room(now));
        List<Room> rooms = new ArrayList<>(all.size());
        for (Lease lease : all) rooms.add(lease.room(now));
        return rooms;
    }

    private Decision shareDecision(List<Limit> limits, boolean countsRefused, int nodes, long now) {
        List<Lease> all = leases(limits, now);
        boolean passes = true;
        long retryAfter = 0;
        for (int i = 0; i < all.size(); i++) {
            long share = share(limits.get(i), nodes);
            Window passed = all.get(i).passedHere();
            if (passed.room(share, now) > 0) continue;
            passes = false;
            retryAfter = Math.max(retryAfter, passed.retryAfter(share, now));
        }
        List<Room> rooms = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            if (passes || countsRefused) all.get(i).count(now);
            Window passed = all.get(i).passedHere();
            rooms.add(new Room(limits.get(i), passed.room(share(limits.get(i), nodes), now), passed.resetAfter(now)));
        }
        return new Decision(passes, retryAfter, rooms);
    }

    /** A fifth more than an equal part, as callers do not spread evenly; one at least. */
    static long share(Limit limit, int nodes) {
        long share = limit.requests() * 6 / (5L * Math.max(1, nodes));
        return Math.min(limit.requests(), Math.max(1, share));
    }

    private static boolean isAnyLow(List<Lease> all) {
        for (Lease lease : all) if (lease.isLow()) return true;
        return false;
    }

    private List<Lease> leases(List<Limit> limits, long now) {
        if (now + CLOCK_WAS_SET_BACK < lastNow && asking == null) leases.clear();
        lastNow = now;
        if (limits.size() == 1) return List.of(lease(limits.get(0), now));
        List<Lease> all = new ArrayList<>(limits.size());
        for (Limit limit : limits) all.add(lease(limit, now));
        return all;
    }

    private Lease lease(Limit limit, long now) {
        for (Lease lease : leases) if (lease.isOf(limit)) return lease;
        Lease lease = new Lease(prefix, limit, now);
        leases.add(lease);
        return lease;
    }

    /** Kept on the event loop of the request, whichever one the answer comes to. */
    private static Promise<Decision> promise() {
        return Vertx.currentContext() instanceof ContextInternal here ? here.promise() : Promise.promise();
    }
}
