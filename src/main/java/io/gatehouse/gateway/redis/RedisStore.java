package io.gatehouse.gateway.redis;

import io.gatehouse.gateway.redis.RedisConnector.Opened;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One Redis server over one connection that all event loops share. It connects when it is first needed and after a loss. While the
 * server is away every call fails at once, and only one try in a while is made to reach it. Nobody waits for that, since a server that
 * takes connections and never answers would make everybody wait until it is given up again.
 */
public final class RedisStore {
    private static final Logger LOG = System.getLogger(RedisStore.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String NOT_KNOWN = "NOSCRIPT";

    private final RedisAddress address;
    private final AtomicReference<Line> line = new AtomicReference<>();

    RedisStore(RedisAddress address) {
        this.address = address;
    }

    /** For event loops; the answer comes on the one that asked. Fails when there is none in time. */
    public Future<Response> run(RedisScript script, List<String> keys, List<String> arguments) {
        ContextInternal here = (ContextInternal) Vertx.currentContext();
        Promise<Response> answer = here.promise();
        Line open = line(here.owner());
        long timer = here.setTimer(address.timeout(), late -> {
            if (answer.tryFail("Redis " + address + " gave no answer in " + address.timeout() + " ms")) {
                lose(open, Line.failed("Redis " + address + " gives no answer"));
            }
        });
        open.opened.compose(opened -> send(opened, script, keys, arguments)).onComplete(result -> {
            here.owner().cancelTimer(timer);
            if (result.succeeded()) answer.tryComplete(result.result());
            else answer.tryFail(result.cause());
        });
        return answer.future();
    }

    /** The first time as a whole, so that nobody who asks next is answered before it. */
    private static Future<Response> send(Opened opened, RedisScript script, List<String> keys, List<String> arguments) {
        if (opened.said().add(script.sha1()))
            return opened.connection().send(request(Command.EVAL, script.text(), keys, arguments));
        return opened.connection()
                .send(request(Command.EVALSHA, script.sha1(), keys, arguments))
                .recover(failure -> isNotKnown(failure)
                        ? opened.connection().send(request(Command.EVAL, script.text(), keys, arguments))
                        : Future.failedFuture(failure));
    }

    @Override
    public String toString() {
        return address.toString();
    }

    private static boolean isNotKnown(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith(NOT_KNOWN);
    }

    private static Request request(Command command, String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private Line line(Vertx vertx) {
        while (true) {
            Line now = line.get();
            if (now != null && !now.mayBeTriedAgain()) return now;
            Line next = now == null ? new Line() : Line.away(now);
            if (!line.compareAndSet(now, next)) continue;
            if (now == null) open(next, vertx);
            else tryAgain(next, vertx);
            return next;
        }
    }

    private void open(Line opened, Vertx vertx) {
        RedisConnector.connect(vertx, address, () -> lose(opened, null)).onComplete(result -> {
            if (result.succeeded()) {
                opened.promise.complete(result.result());
            } else {
                tell(result.cause());
                opened.fail(result.cause());
            }
        });
    }

    private void tryAgain(Line away, Vertx vertx) {
        Line back = new Line();
        RedisConnector.connect(vertx, address, () -> lose(back, null)).onComplete(result -> {
            if (result.failed()) {
                tell(result.cause());
                away.rest();
                return;
            }
            back.promise.complete(result.result());
            if (!line.compareAndSet(away, back)) result.result().client().close();
        });
    }

    private void tell(Throwable failure) {
        LOG.log(Level.WARNING, "Redis {0} cannot be reached: {1}", address, failure.getMessage());
    }

    /** @param instead what the next calls find; null if the next one is to open another */
    private void lose(Line lost, Line instead) {
        if (!line.compareAndSet(lost, instead)) return;
        LOG.log(Level.WARNING, "The connection to Redis {0} is lost", address);
        lost.opened.onSuccess(opened -> opened.client().close());
    }

    /** A connection, or the try to get one. */
    private static final class Line {
        private final Promise<Opened> promise = Promise.promise();
        private final Future<Opened> opened = promise.future();
        private volatile long failedAt;
        private volatile boolean isTried;

        static Line failed(String why) {
            Line line = new Line();
            line.fail(new IOException(why));
            return line;
        }

        /** Still away, for what is known; somebody is about to look. */
        static Line away(Line failed) {
            Line line = new Line();
            line.isTried = true;
            line.fail(failed.opened.cause());
            return line;
        }

        void fail(Throwable cause) {
            failedAt = System.nanoTime();
            promise.fail(cause);
        }

        /** Until the next try. */
        void rest() {
            failedAt = System.nanoTime();
            isTried = false;
        }

        boolean mayBeTriedAgain() {
            return opened.failed() && !isTried && System.nanoTime() - failedAt > PAUSE_NANOS;
        }
    }
}
