package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.limit.Decision.Room;
import io.gatehouse.gateway.redis.RedisScript;
import io.gatehouse.gateway.redis.RedisStore;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts in this process and brings the counts of all nodes together in Redis every so often: no call waits, and in between a node
 * does not know what the others let pass. While Redis is away it counts on by itself, and tells Redis later.
 */
public final class SyncedRateLimiter implements RateLimiter {

    private static final RedisScript ADD = RedisScript.of("""
            local counts = {}
            for i = 1, #KEYS do
              local count = redis.call('INCRBY', KEYS[i], ARGV[2 * i - 1])
              redis.call('PEXPIRE', KEYS[i], ARGV[2 * i])
              counts[i] = count
            end
            return counts
            """);

    private static final int KEYS_AT_A_TIME = 500;
    private static final int MOST_KEYS = 1_000_000;

    private final RedisStore store;
    private final Duration pause;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, SyncedCount> counts = new ConcurrentHashMap<>();
    private final AtomicBoolean isTicking = new AtomicBoolean();

    public SyncedRateLimiter(RedisStore store, Duration pause, InstantSource clock) {
        this.store = store;
        this.pause = pause;
        this.clock = clock;
    }

    /** For event loops. */
    @Override
    public Decision take(LimitKey key, List<Limit> limits, boolean countsRefused) {
        long now = clock.millis();
        boolean allowed = true;
        List<SharedWindow> windows = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            SharedWindow window = SharedWindow.of(limit, key.prefix(), now);
            windows.add(window);
            allowed &= window.room(total(window.key()), before(window)) > 0;
        }
        List<Room> rooms = new ArrayList<>(windows.size());
        long retryAfter = 0;
        for (SharedWindow window : windows) {
            long current = allowed || countsRefused ? count(window) : total(window.key());
            rooms.add(window.left(current, before(window)));
            boolean isFull = !allowed && window.room(current, before(window)) == 0;
            if (isFull) retryAfter = Math.max(retryAfter, window.retryAfter(current, before(window)));
        }
        if (isTicking.compareAndSet(false, true))
            tickLater(Vertx.currentContext().owner());
        return new Decision(allowed, retryAfter, rooms);
    }

    /** Also what only others have counted: this node may not have been there then. */
    private long before(SharedWindow window) {
        return window.share() > 0
                ? count(window.keyBefore(), window.millisToKeepBefore(), window.now())
                        .total()
                : 0;
    }

    private long total(String key) {
        SyncedCount found = counts.get(key);
        return found == null ? 0 : found.total();
    }

    private long count(SharedWindow window) {
        return count(window.key(), window.millisToKeep(), window.now()).add();
    }

    private SyncedCount count(String key, long millisToKeep, long now) {
        return counts.computeIfAbsent(key, absent -> new SyncedCount(absent, now + millisToKeep));
    }

    private void tickLater(Vertx vertx) {
        vertx.setTimer(pause.toMillis(), now -> tick(vertx));
    }

    /** Ends when there is nothing more to count; the next call begins anew. */
    private void tick(Vertx vertx) {
        long now = clock.millis();
        counts.values().removeIf(count -> count.isOver(now));
        // Redis has them, so that forgetting them costs an exchange and no count.
        if (counts.mappingCount() > MOST_KEYS) counts.values().removeIf(SyncedCount::isIdle);
        List<SyncedCount> batch = new ArrayList<>();
        for (SyncedCount count : counts.values()) {
            batch.add(count);
            if (batch.size() == KEYS_AT_A_TIME) {
                sync(batch, now);
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) sync(batch, now);
        isTicking.set(false);
        if (!counts.isEmpty() && isTicking.compareAndSet(false, true)) tickLater(vertx);
    }

    private void sync(List<SyncedCount> batch, long now) {
        List<SyncedCount> sent = new ArrayList<>(batch.size());
        List<String> keys = new ArrayList<>(batch.size());
        List<String> arguments = new ArrayList<>(2 * batch.size());
        for (SyncedCount count : batch) {
            long news = count.begin();
            if (news < 0) continue;
            sent.add(count);
            keys.add(count.key());
            arguments.add(Long.toString(news));
            arguments.add(Long.toString(count.keptUntil() - now));
        }
        if (sent.isEmpty()) return;
        store.run(ADD, keys, arguments).onComplete(result -> {
            for (int i = 0; i < sent.size(); i++) {
                if (result.succeeded()) sent.get(i).told(result.result().get(i).toLong());
                else sent.get(i).failed();
            }
        });
    }
}
