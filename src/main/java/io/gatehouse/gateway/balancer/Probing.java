package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Healthchecks.Active;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.dns.Dns;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;

/**
 * The active checks of one upstream. They go in rounds, one for targets that are healthy and one for those that are not, on an event
 * loop, and never more at a time than the upstream says.
 */
final class Probing {
    /** Rounds of many gateways must not meet. */
    private static final double JITTER = 0.1;

    private final Context loop;
    private final Balancer balancer;
    private final Criteria criteria;
    private final int concurrency;
    private final Probe probe;
    private volatile boolean ended;

    private Probing(Vertx vertx, Dns dns, Context loop, Balancer balancer) {
        Active active = balancer.upstream().healthchecks().active();
        this.loop = loop;
        this.balancer = balancer;
        this.criteria = Criteria.active(balancer.upstream().healthchecks());
        this.concurrency = active.concurrency();
        this.probe = new Probe(vertx, dns, active, balancer.shown());
    }

    static boolean isWanted(Upstream upstream) {
        Active active = upstream.healthchecks().active();
        return active.healthy().interval().doubleValue() > 0
                || active.unhealthy().interval().doubleValue() > 0;
    }

    static Probing begin(Vertx vertx, Dns dns, Balancer balancer) {
        Active active = balancer.upstream().healthchecks().active();
        Context loop = ((VertxInternal) vertx).createEventLoopContext();
        Probing probing = new Probing(vertx, dns, loop, balancer);
        loop.runOnContext(now -> {
            probing.plan(true, active.healthy().interval(), Math.random());
            probing.plan(false, active.unhealthy().interval(), Math.random());
        });
        return probing;
    }

    void end() {
        ended = true;
        loop.runOnContext(now -> probe.close());
    }

    /** @param share of the interval until the next round */
    private void plan(boolean ofHealthy, Number interval, double share) {
        double millis = interval.doubleValue() * 1000;
        if (millis == 0 || ended) return;
        loop.owner()
                .setTimer(
                        Math.max(1, (long) (millis * share)),
                        timer -> balancer.ready()
                                .onComplete(ready -> loop.runOnContext(now -> {
                                    if (!ended) new Round(ofHealthy, interval).go();
                                })));
    }

    /** One check of every target in one state. */
    private final class Round {
        private final boolean ofHealthy;
        private final Number interval;
        private final long begin = System.currentTimeMillis();
        private final Deque<Peer> waiting = new ArrayDeque<>();
        private int running;

        Round(boolean ofHealthy, Number interval) {
            this.ofHealthy = ofHealthy;
            this.interval = interval;
            for (Peer peer : balancer.peers())
                if (peer.weight() > 0 && peer.health().isHealthy() == ofHealthy) waiting.add(peer);
        }

        void go() {
            while (running < concurrency && !waiting.isEmpty() && !ended) {
                running++;
                check(waiting.poll());
            }
            if (running == 0) planNext();
        }

        private void check(Peer peer) {
            // Never at once: the round is still being begun.
            probe.ask(peer)
                    .onComplete(answer -> loop.runOnContext(now -> {
                        if (!ended) judge(peer, answer);
                        running--;
                        go();
                    }));
        }

        private void planNext() {
            double taken = (System.currentTimeMillis() - begin) / (interval.doubleValue() * 1000);
            double jitter = ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
            plan(ofHealthy, interval, Math.max(0, 1 + jitter - taken));
        }
    }

    private void judge(Peer peer, AsyncResult<Integer> answer) {
        if (answer.succeeded()) criteria.answered(peer.health(), answer.result());
        else if (answer.cause() instanceof TimeoutException) criteria.timedOut(peer.health());
        else criteria.unreachable(peer.health(), answer.cause());
    }
}
