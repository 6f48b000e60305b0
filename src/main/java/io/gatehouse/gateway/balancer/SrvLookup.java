package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.dns.Srv;
import io.gatehouse.gateway.dns.SrvAnswer;
import io.gatehouse.gateway.dns.SrvNames;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where the service of one name is. Asked for again when it is used after its time, and never otherwise: a configuration may hold many
 * names that nobody calls. No answer, or one without any place, leaves what was known.
 */
final class SrvLookup {
    static final Future<Void> DONE = Future.succeededFuture();

    private static final long ABSENT_SECONDS = 10;

    private final SrvNames names;
    private final InstantSource clock;
    private final String name;
    private final Consumer<List<Srv>> found;
    private final AtomicReference<Future<Void>> asking = new AtomicReference<>();
    private volatile Span span;

    /** When an answer came, and how long it holds. */
    private record Span(long from, long millis) {
        static final Span NONE = new Span(Long.MAX_VALUE, 0);

        boolean holds(long now) {
            return now >= from && now - from < millis;
        }

        /** While it is in constant use nobody waits for the next answer. After a rest the places may all be others. */
        boolean holdsStill(long now) {
            return now >= from && now - from < 2 * millis;
        }
    }

    /**
     * @param before the same name in what was served until now; null for none
     * @param found told of each answer that has any place
     */
    SrvLookup(SrvNames names, InstantSource clock, String name, SrvLookup before, Consumer<List<Srv>> found) {
        this.names = names;
        this.clock = clock;
        this.name = name;
        this.found = found;
        span = before == null ? Span.NONE : before.span;
    }

    /** Complete as soon as what is known may be used. */
    Future<Void> ready() {
        long now = clock.millis();
        Span last = span;
        if (last.holds(now)) return DONE;
        Future<Void> asked = ask();
        return last.holdsStill(now) ? DONE : asked;
    }

    private Future<Void> ask() {
        Promise<Void> mine = Promise.promise();
        Future<Void> running = asking.compareAndExchange(null, mine.future());
        if (running != null) return running;
        names.srv(name).onComplete(answer -> {
            take(answer);
            asking.set(null);
            mine.complete();
        });
        return mine.future();
    }

    private void take(AsyncResult<SrvAnswer> answer) {
        boolean isAny = answer.succeeded() && !answer.result().places().isEmpty();
        if (isAny) found.accept(answer.result().places());
        long seconds = isAny ? Math.max(1, answer.result().ttlSeconds()) : ABSENT_SECONDS;
        span = new Span(clock.millis(), seconds * 1000);
    }
}
