package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.MovableClock;
import io.gatehouse.gateway.redis.RedisAddress;
import io.gatehouse.gateway.redis.RedisScript;
import io.gatehouse.gateway.redis.RedisStore;
import io.gatehouse.gateway.redis.RedisStores;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Nodes that share a limit through a real Redis while time is only counted: what they do follows from the seed alone. A call takes a
 * millisecond there and back.
 */
final class SimulatedNodes {
    private static final String START = "2026-01-01T00:00:00.123Z";
    private static final int MICROS = 1_000;
    private static final long ONE_WAY_MICROS = 500;

    private final MovableClock clock = new MovableClock(START);
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<LeasedRateLimiter> nodes = new ArrayList<>();
    private final Limit limit;
    private final LimitKey key = new LimitKey("simulated", "caller");
    private final Judge judge;
    private final Random random;
    private final Redis redis;
    private long micros;
    private long order;
    private int draws;
    private boolean isRedisLost;

    SimulatedNodes(Redis redis, Limit limit, int count, long seed) {
        this.redis = redis;
        this.limit = limit;
        this.random = new Random(seed);
        this.judge = new Judge((int) limit.requests(), limit.period().millis());
        this.micros = clock.millis() * MICROS;
        redis.call(() -> redis.store.run(RedisScript.of("return redis.call('FLUSHDB')"), List.of(), List.of()));
        for (int i = 0; i < count; i++) {
            GrantLog log = new RedisGrantLog(redis.store, () -> Long.toString(clock.millis()));
            nodes.add(new LeasedRateLimiter(drawn -> slow(log, drawn), "Redis", this::in, clock));
        }
    }

    /** A connection that a thread waits for. */
    static final class Redis implements AutoCloseable {
        private final Vertx vertx = Vertx.vertx();
        private final Context context = vertx.getOrCreateContext();
        private final RedisStore store;

        Redis(int port, int database) {
            store = new RedisStores()
                    .store(new RedisAddress("127.0.0.1", port, null, null, database, 60_000, false, false));
        }

        <T> T call(Supplier<Future<T>> what) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            context.runOnContext(
                    now -> what.get().onSuccess(answer::complete).onFailure(answer::completeExceptionally));
            return answer.join();
        }

        @Override
        public void close() {
            vertx.close();
        }
    }

    private record Event(long micros, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return micros == other.micros ? Long.compare(order, other.order) : Long.compare(micros, other.micros);
        }
    }

    /** Poisson traffic, evenly over all nodes. */
    SimulatedNodes traffic(double load, int periods) {
        return traffic(load, periods, 1.0 / nodes.size());
    }

    /** @param onFirst part of the traffic that the first node gets */
    SimulatedNodes traffic(double load, int periods, double onFirst) {
        double meanGap = (double) limit.period().millis() * MICROS / (load * limit.requests());
        double end = micros + (double) periods * limit.period().millis() * MICROS;
        double at = micros;
        while (true) {
            at += -Math.log(1 - random.nextDouble()) * meanGap;
            if (at >= end) return this;
            boolean isFirst = nodes.size() == 1 || random.nextDouble() < onFirst;
            LeasedRateLimiter node = nodes.get(isFirst ? 0 : 1 + random.nextInt(nodes.size() - 1));
            at((long) at, () -> request(node));
        }
    }

    /** The whole limit at once, on all nodes in turn, just before every fifth turn of the clock's period. */
    SimulatedNodes bursts(int periods) {
        long length = limit.period().millis();
        long first = clock.millis() / length * length;
        for (int period = 5; period < periods; period += 5) {
            for (int i = 0; i < limit.requests(); i++) {
                LeasedRateLimiter node = nodes.get(i % nodes.size());
                at((first + period * length - 2) * MICROS, () -> request(node));
            }
        }
        return this;
    }

    /** From this part of that period on. */
    SimulatedNodes redisIs(boolean there, double periods) {
        at(micros + (long) (periods * limit.period().millis() * MICROS), () -> isRedisLost = !there);
        return this;
    }

    /** Runs until the last request is answered. */
    SimulatedNodes run() {
        long last = events.stream().mapToLong(Event::micros).max().orElse(micros);
        while (!events.isEmpty()
                && events.peek().micros <= last + MICROS * limit.period().millis()) {
            Event next = events.remove();
            micros = next.micros;
            clock.setMillis(micros / MICROS);
            next.task.run();
        }
        return this;
    }

    Judge.Judged judged() {
        return judge.judged();
    }

    /** Not counting the beats, which do not depend on requests. */
    double drawsPerRequest() {
        return draws / (double) judge.judged().calls();
    }

    private void request(LeasedRateLimiter node) {
        node.take(key, List.of(limit), false, true)
                .onSuccess(decision -> judge.call(clock.millis(), decision.allowed()));
    }

    private Future<GrantLog.Answer> slow(GrantLog log, List<GrantLog.Draw> drawn) {
        if (!drawn.isEmpty()) draws++;
        Promise<GrantLog.Answer> promise = Promise.promise();
        at(micros + ONE_WAY_MICROS, () -> {
            if (isRedisLost) {
                promise.fail("lost");
                return;
            }
            GrantLog.Answer answer = redis.call(() -> log.draw(drawn));
            at(micros + ONE_WAY_MICROS, () -> promise.complete(answer));
        });
        return promise.future();
    }

    private void in(long millis, Runnable task) {
        at(micros + millis * MICROS, task);
    }

    private void at(long when, Runnable task) {
        events.add(new Event(when, order++, task));
    }
}
