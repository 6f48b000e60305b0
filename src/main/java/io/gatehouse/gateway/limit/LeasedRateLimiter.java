package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.limit.GrantLog.Draw;
import io.gatehouse.gateway.redis.RedisStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps exact windows on many nodes without asking for each request. All nodes draw tokens from one log: as many as they will use soon, and
 * no more than their part of the room that is left. What is not used goes back; that a limit is full is remembered until it is not. As the
 * room shrinks the draws do, and a full limit is handed out token by token as its window moves on: each is known to be free from a moment
 * on, so a busy node gets the next ones ahead and asks seldom. What is out counts as used as late as it can be, so that all nodes together
 * never let more pass than the limit.
 *
 * <p>While the log is away each node goes by what it has let pass itself, and by its share of the limit.
 */
public final class LeasedRateLimiter {
    private final WatchedLog log;
    private final Later later;
    private final InstantSource clock;
    private final Callers<LeasedCaller> callers = new Callers<>();
    private final LongAdder byShare = new LongAdder();

    /** Runs something once the time has passed, on the event loop that says so. */
    @FunctionalInterface
    interface Later {
        void in(long millis, Runnable task);
    }

    LeasedRateLimiter(GrantLog log, String name, Later later, InstantSource clock) {
        this.log = new WatchedLog(log, name, later);
        this.later = later;
        this.clock = clock;
    }

    public static LeasedRateLimiter in(RedisStore store, InstantSource clock) {
        Later later = (millis, task) -> Vertx.currentContext().owner().setTimer(Math.max(1, millis), due -> task.run());
        return new LeasedRateLimiter(new RedisGrantLog(store), store.toString(), later, clock);
    }

    /**
     * For event loops.
     *
     * @param takesShare whether to go by this node's share while the log is away; else the answer fails
     */
    public Future<Decision> take(LimitKey key, List<Limit> limits, boolean countsRefused, boolean takesShare) {
        while (true) {
            long now = clock.millis();
            LeasedCaller caller = callers.at(key, now, LeasedCaller::new);
            Future<Decision> decision = log.isAway()
                    ? away(caller, limits, countsRefused, takesShare, now)
                    : leased(caller, limits, countsRefused, takesShare, now);
            if (decision != null) return decision;
            callers.forget(key, caller);
        }
    }

    private Future<Decision> leased(
            LeasedCaller caller, List<Limit> limits, boolean countsRefused, boolean takesShare, long now) {
        LeasedCaller.Outcome outcome = caller.take(limits, countsRefused, takesShare, now);
        if (outcome == null) return null;
        if (outcome.draws() != null) draw(caller, outcome.draws());
        return outcome.decision();
    }

    private Future<Decision> away(
            LeasedCaller caller, List<Limit> limits, boolean countsRefused, boolean takesShare, long now) {
        log.use();
        if (!takesShare) return Future.failedFuture("Redis " + log.name() + " is away");
        Decision decision = caller.takeShare(limits, countsRefused, log.nodes(), now);
        if (decision == null) return null;
        byShare.increment();
        return Future.succeededFuture(decision);
    }

    private void draw(LeasedCaller caller, List<Draw> draws) {
        log.draw(draws).onComplete(answer -> {
            long now = clock.millis();
            if (answer.failed()) {
                List<Runnable> decided = caller.failed(draws, answer.cause(), log.nodes(), now);
                byShare.add(decided.size());
                decided.forEach(Runnable::run);
                return;
            }
            LeasedCaller.Settled settled =
                    caller.answered(draws, answer.result().grants(), now);
            settled.decided().forEach(Runnable::run);
            if (settled.draws() != null) draw(caller, settled.draws());
            else giveBackLater(caller, now);
        });
    }

    private void giveBackLater(LeasedCaller caller, long now) {
        long lasts = caller.lasts(now);
        if (lasts > 0) later.in(lasts + 1, () -> giveBack(caller));
    }

    private void giveBack(LeasedCaller caller) {
        List<Draw> unused = caller.unused(clock.millis());
        if (unused != null) draw(caller, unused);
    }

    /** Those of now. */
    public Numbers numbers() {
        return new Numbers(log.name(), !log.isAway(), log.nodes(), log.calls(), byShare.sum());
    }

    /**
     * What is to be told of it.
     *
     * @param calls to the log
     * @param byShare requests that were decided while the log was away
     */
    public record Numbers(String log, boolean isThere, int nodes, long calls, long byShare) {}
}
