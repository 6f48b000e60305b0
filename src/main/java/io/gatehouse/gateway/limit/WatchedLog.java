package io.gatehouse.gateway.limit;

import io.vertx.core.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The log as one node sees it. It knows how many nodes there are, and whether the log can be reached: from the first failure on nobody
 * waits for it until it has answered again, which a beat finds out once a second.
 */
final class WatchedLog implements GrantLog {
    private static final Logger LOG = System.getLogger(LeasedRateLimiter.class.getName());
    private static final long BEAT_MILLIS = 1_000;
    private static final int BEATS_WITHOUT_CALLS = 300;
    private static final IOException AWAY = new IOException("The log of the limits is away");

    private final GrantLog log;
    private final String name;
    private final LeasedRateLimiter.Later later;
    private final LongAdder calls = new LongAdder();
    private final AtomicBoolean isBeating = new AtomicBoolean();
    private final AtomicBoolean isAway = new AtomicBoolean();
    private volatile boolean isUsed;
    private volatile int nodes = 1;

    /** @param name of the server, for messages */
    WatchedLog(GrantLog log, String name, LeasedRateLimiter.Later later) {
        this.log = log;
        this.name = name;
        this.later = later;
    }

    boolean isAway() {
        return isAway.get();
    }

    /** As many as there were when the log last answered. */
    int nodes() {
        return nodes;
    }

    long calls() {
        return calls.sum();
    }

    String name() {
        return name;
    }

    @Override
    public Future<Answer> draw(List<Draw> draws) {
        use();
        return isAway() ? Future.failedFuture(AWAY) : ask(draws);
    }

    /** Keeps the beat going: who is away must find out when it is back. */
    void use() {
        if (!isUsed) isUsed = true;
        if (!isBeating.get() && isBeating.compareAndSet(false, true)) later.in(BEAT_MILLIS, () -> beat(0));
    }

    private Future<Answer> ask(List<Draw> draws) {
        calls.increment();
        return log.draw(draws).onSuccess(answer -> isThere(answer.nodes())).onFailure(this::isLost);
    }

    private void beat(int idle) {
        boolean wasUsed = isUsed;
        isUsed = false;
        if (!wasUsed && idle >= BEATS_WITHOUT_CALLS) {
            isBeating.set(false);
            return;
        }
        ask(List.of()).onComplete(answer -> later.in(BEAT_MILLIS, () -> beat(wasUsed ? 0 : idle + 1)));
    }

    private void isThere(int known) {
        nodes = Math.max(1, known);
        if (isAway.compareAndSet(true, false)) {
            LOG.log(Level.INFO, "Redis {0} is back: its nodes share their limits again", name);
        }
    }

    private void isLost(Throwable why) {
        if (!isAway.compareAndSet(false, true)) return;
        LOG.log(
                Level.WARNING,
                "Redis {0} is lost ({1}): until it is back, this node lets pass a part of each limit, 1.2 times an equal share of {2}",
                name,
                why.getMessage(),
                nodes);
    }
}
