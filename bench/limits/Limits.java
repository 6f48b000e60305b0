package io.gatehouse.gateway.limit;

import io.gatehouse.gateway.redis.RedisAddress;
import io.gatehouse.gateway.redis.RedisStores;
import io.gatehouse.gateway.redis.TestRedis;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How right rate limits are: from times and answers alone, on one node and on four that share a Redis. In the package of the limiters, since
 * time is given to them. Prints one JSON object per case.
 */
public final class Limits {
    private static final Limit SMALL = new Limit(10, Period.MINUTE, WindowType.EXACT);
    private static final Limit LARGE = new Limit(1_000, Period.SECOND, WindowType.EXACT);
    private static final List<Double> LOADS = List.of(0.5, 0.9, 1.1, 2.0, 10.0);
    private static final int NODES = 4;
    private static final int DATABASE = 0;

    private final TestRedis redis;
    private final int periodsOfSmall;
    private final int periodsOfLarge;
    private final int seconds;

    private Limits(TestRedis redis, boolean isQuick) {
        this.redis = redis;
        this.periodsOfSmall = isQuick ? 20 : 500;
        this.periodsOfLarge = isQuick ? 6 : 60;
        this.seconds = isQuick ? 2 : 20;
    }

    public static void main(String[] arguments) throws Exception {
        try (TestRedis redis = TestRedis.own()) {
            Limits bench = new Limits(redis, List.of(arguments).contains("--quick"));
            bench.windows();
            bench.simulated();
            bench.inRealTime();
        }
        System.exit(0);
    }

    /** What the other windows let through, on one node. */
    private void windows() {
        for (WindowType type : WindowType.values()) {
            for (Limit limit : List.of(SMALL, LARGE)) {
                Limit moved = new Limit(limit.requests(), limit.period(), type);
                for (double load : LOADS) print("one", moved, load, false, alone(moved).traffic(load, periods(limit)));
                print("one", moved, 0.5, true, alone(moved).traffic(0.5, periods(limit)).bursts());
            }
        }
    }

    private void simulated() {
        try (SimulatedNodes.Redis connection = new SimulatedNodes.Redis(redis.port(), DATABASE)) {
            for (Limit limit : List.of(SMALL, LARGE)) {
                for (double load : LOADS) {
                    print("four", limit, load, false, sharing(connection, limit).traffic(load, periods(limit)));
                }
                SimulatedNodes bursts = sharing(connection, limit).traffic(0.5, periods(limit)).bursts();
                print("four", limit, 0.5, true, bursts);
            }
        }
    }

    private void inRealTime() throws Exception {
        for (double load : LOADS) print("four, real time", load, false, nodes().run(load, seconds, false));
        print("four, real time", 0.5, true, nodes().run(0.5, seconds, true));
        RealNodes nodes = nodes().losing(redis, seconds / 3.0, seconds * 2 / 3.0);
        print("four, Redis lost", 2, false, nodes.run(2, seconds, false));
    }

    private RealNodes nodes() {
        return new RealNodes(LARGE, NODES, redis.port(), DATABASE + 1);
    }

    private int periods(Limit limit) {
        return limit == SMALL ? periodsOfSmall : periodsOfLarge;
    }

    private static SimulatedNodes alone(Limit limit) {
        return SimulatedNodes.alone(limit, 1);
    }

    private static SimulatedNodes sharing(SimulatedNodes.Redis connection, Limit limit) {
        return SimulatedNodes.sharing(connection, limit, NODES, 1);
    }

    private static void print(String nodes, Limit limit, double load, boolean hasBursts, SimulatedNodes simulated) {
        simulated.run();
        print(nodes, limit, load, hasBursts, simulated.judged(), simulated.drawsPerRequest(), "");
    }

    private static void print(String nodes, double load, boolean hasBursts, RealNodes.Measured measured) {
        String more = String.format(
                Locale.ROOT,
                ", \"failed\": %d, \"wait_p50_us\": %d, \"wait_p99_us\": %d, \"wait_max_us\": %d",
                measured.failed(),
                measured.waited(0.5),
                measured.waited(0.99),
                measured.waited(1));
        print(nodes, LARGE, load, hasBursts, measured.judged(), measured.drawsPerRequest(), more);
    }

    private static void print(
            String nodes, Limit limit, double load, boolean hasBursts, Judge.Judged judged, double draws, String more) {
        double calls = judged.calls();
        System.out.printf(
                Locale.ROOT,
                "{\"nodes\": \"%s\", \"window\": \"%s\", \"limit\": %d, \"period\": \"%s\", \"load\": %s, \"bursts\": %s,"
                        + " \"requests\": %d, \"false_allows\": %.6f, \"false_rejects\": %.6f, \"overshoot\": %.5f,"
                        + " \"admit_ratio\": %.4f, \"calls_per_request\": %.4f%s}%n",
                nodes,
                limit.windowType().name().toLowerCase(Locale.ROOT),
                limit.requests(),
                limit.period().name(),
                load,
                hasBursts,
                judged.calls(),
                judged.falseAllows() / calls,
                judged.falseRejects() / calls,
                judged.overshoot() / (double) limit.requests(),
                judged.admitRatio(),
                draws,
                more);
        System.out.flush();
    }

    /** Limiters of several nodes, each on an event loop and a connection of its own, under requests that come when they are due. */
    private static final class RealNodes {
        private static final int REDIS_MILLIS = 500;
        private static final int LAST_ANSWERS_SECONDS = 2;
        private static final long BURST_SECONDS = 5;

        private final Vertx vertx = Vertx.vertx();
        private final List<Context> loops = new ArrayList<>();
        private final List<LeasedRateLimiter> nodes = new ArrayList<>();
        private final AtomicInteger draws = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        private final Limit limit;
        private final LimitKey key = new LimitKey("real", Long.toString(System.nanoTime()));
        private TestRedis lost;
        private double lostFrom;
        private double lostUntil;

        RealNodes(Limit limit, int count, int port, int database) {
            this.limit = limit;
            for (int i = 0; i < count; i++) {
                GrantLog log = new RedisGrantLog(new RedisStores()
                        .store(new RedisAddress("127.0.0.1", port, null, null, database, REDIS_MILLIS, false, false)));
                GrantLog counted = drawn -> {
                    if (!drawn.isEmpty()) draws.incrementAndGet();
                    return log.draw(drawn);
                };
                nodes.add(new LeasedRateLimiter(counted, "of the benchmark", this::in, InstantSource.system()));
                loops.add(vertx.getOrCreateContext());
            }
        }

        private record Answer(long micros, long waitedMicros, boolean allowed) {}

        record Measured(Judge.Judged judged, double drawsPerRequest, int failed, long[] waits) {
            long waited(double part) {
                return waits[(int) Math.min(waits.length - 1, part * waits.length)];
            }
        }

        /** Ends Redis and starts it again so many seconds after the beginning. */
        RealNodes losing(TestRedis redis, double from, double until) {
            lost = redis;
            lostFrom = from;
            lostUntil = until;
            return this;
        }

        Measured run(double load, int seconds, boolean hasBursts) {
            Random random = new Random(1);
            double meanGap = limit.period().millis() * 1e6 / (load * limit.requests());
            long start = System.nanoTime();
            long end = start + TimeUnit.SECONDS.toNanos(seconds);
            long burst = hasBursts ? start + TimeUnit.SECONDS.toNanos(1) : Long.MAX_VALUE;
            Thread breaker = breaker();
            double due = start;
            while (due < end) {
                due += -Math.log(1 - random.nextDouble()) * meanGap;
                LockSupport.parkNanos((long) due - System.nanoTime());
                if (due >= burst) {
                    for (int i = 0; i < limit.requests(); i++) request(i % nodes.size());
                    burst += TimeUnit.SECONDS.toNanos(BURST_SECONDS);
                }
                request(random.nextInt(nodes.size()));
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(LAST_ANSWERS_SECONDS));
            join(breaker);
            vertx.close();
            return measured();
        }

        private void request(int node) {
            loops.get(node).runOnContext(now -> {
                long asked = System.nanoTime();
                Future<Decision> taken = nodes.get(node).take(key, List.of(limit), false, true);
                taken.onComplete(result -> {
                    long answered = System.nanoTime();
                    if (result.failed()) failed.incrementAndGet();
                    else answers.add(new Answer(answered / 1_000, (answered - asked) / 1_000, result.result().allowed()));
                });
            });
        }

        private Measured measured() {
            Judge judge = new Judge((int) limit.requests(), limit.period().millis() * 1_000);
            answers.stream()
                    .sorted(Comparator.comparingLong(Answer::micros))
                    .forEach(answer -> judge.call(answer.micros, answer.allowed));
            long[] waits = answers.stream().mapToLong(Answer::waitedMicros).toArray();
            Arrays.sort(waits);
            return new Measured(judge.judged(), draws.get() / (double) answers.size(), failed.get(), waits);
        }

        private Thread breaker() {
            Thread breaker = new Thread(() -> {
                if (lost == null) return;
                LockSupport.parkNanos((long) (lostFrom * 1e9));
                lost.close();
                LockSupport.parkNanos((long) ((lostUntil - lostFrom) * 1e9));
                lost.start();
            });
            breaker.start();
            return breaker;
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void in(long millis, Runnable task) {
            vertx.setTimer(Math.max(1, millis), due -> task.run());
        }
    }
}
