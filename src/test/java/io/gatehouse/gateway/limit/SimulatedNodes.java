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
 * Nodes that count requests while time is only counted: what they do follows from the seed alone. Those that share a limit do so through a
 * real Redis, and a call to it takes a millisecond there and back.
 */
final class SimulatedNodes {
    private static final String START = "2026-01-01T00:00:00.123Z";
    private static final int MICROS = 1_000;
    private static final long ONE_WAY_MICROS = 500;

    private final MovableClock clock = new MovableClock(START);
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Limit limit;
    private final LimitKey key = new LimitKey("simulated", "caller");
    private final Judge judge;
    private final Random random;
    private long micros = clock.millis() * MICROS;
    private long end = micros;
    private long order;
    private int draws;
    private boolean isRedisLost;

    private SimulatedNodes(Limit limit, long seed) {
        this.limit = limit;
        this.random = new Random(seed);
        this.judge = new Judge((int) limit.requests(), limit.period().millis());
    }

    /** One that counts by itself. */
    static SimulatedNodes alone(Limit limit, long seed) {
        SimulatedNodes simulated = new SimulatedNodes(limit, seed);
        LocalRateLimiter limiter = new LocalRateLimiter(simulated.clock);
        simulated.nodes.add((key, limits) -> Future.succeededFuture(limiter.take(key, limits)));
        return simulated;
    }

    static SimulatedNodes sharing(Redis redis, Limit limit, int count, long seed) {
        SimulatedNodes simulated = new SimulatedNodes(limit, seed);
        redis.call(() -> redis.store.run(RedisScript.of("return redis.call('FLUSHDB')"), List.of(), List.of()));
        for (int i = 0; i < count; i++) simulated.nodes.add(simulated.sharing(redis));
        return simulated;
    }

    private Node sharing(Redis redis) {
        GrantLog log = new RedisGrantLog(redis.store, () -> Long.toString(clock.millis()));
        LeasedRateLimiter limiter =
                new LeasedRateLimiter(drawn -> slow(redis, log, drawn), "simulated", this::in, clock);
        return (key, limits) -> limiter.take(key, limits, false, true);
    }

    private interface Node {
        Future<Decision> take(LimitKey key, List<Limit> limits);
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
        end = micros + periods * limit.period().millis() * MICROS;
        request(micros, limit.period().millis() * MICROS / (load * limit.requests()), onFirst);
        return this;
    }

    private void request(double after, double meanGap, double onFirst) {
        double when = after - Math.log(1 - random.nextDouble()) * meanGap;
        if (when >= end) return;
        boolean isFirst = nodes.size() == 1 || random.nextDouble() < onFirst;
        Node node = nodes.get(isFirst ? 0 : 1 + random.nextInt(nodes.size() - 1));
        at((long) when, () -> {
            request(node);
            request(when, meanGap, onFirst);
        });
    }

    /** The whole limit at once, on all nodes in turn, just before every fifth turn of the clock's period. */
    SimulatedNodes bursts() {
        long length = limit.period().millis();
        long turn = clock.millis() / length * length + 5 * length;
        for (; turn * MICROS < end; turn += 5 * length) {
            for (int i = 0; i < limit.requests(); i++) {
                Node node = nodes.get(i % nodes.size());
                at((turn - 2) * MICROS, () -> request(node));
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
        while (!events.isEmpty()
                && events.peek().micros <= end + MICROS * limit.period().millis()) {
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

    private void request(Node node) {
        node.take(key, List.of(limit)).onSuccess(decision -> judge.call(clock.millis(), decision.allowed()));
    }

    private Future<GrantLog.Answer> slow(Redis redis, GrantLog log, List<GrantLog.Draw> drawn) {
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
