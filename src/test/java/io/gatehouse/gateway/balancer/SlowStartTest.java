package io.gatehouse.gateway.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.MovableClock;
import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.dns.Srv;
import io.gatehouse.gateway.dns.SrvAnswer;
import io.gatehouse.gateway.dns.SrvNames;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many calls come to a target that is new or has come back, by a clock that the test moves. */
class SlowStartTest {
    private static final Target A = Upstreams.target("10.0.0.1:80", 100);
    private static final Target B = Upstreams.target("10.0.0.2:80", 100);
    private static final String TEN_SECONDS =
            "slow_start: 10, healthchecks: {passive: {unhealthy: {tcp_failures: 1}}}, algorithm: ";

    private final MovableClock clock = new MovableClock("2026-01-01T00:00:00Z");
    private final Surroundings around = new Surroundings(SrvNames.NONE, clock);

    private Balancer balancer(String algorithm, Balancer before, Target... targets) {
        return new Balancer(Upstreams.upstream(TEN_SECONDS + algorithm), List.of(targets), null, before, around);
    }

    private static long callsTo(Target target, Balancer balancer, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> balancer.peer(0, List.of()))
                .filter(peer -> peer.target().equals(target))
                .count();
    }

    /** All of them stay under way until the last has begun. */
    private static long callsAtOnceTo(Target target, Balancer balancer, int count) {
        List<Peer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer peer = balancer.peer(0, List.of());
            peer.begins();
            all.add(peer);
        }
        all.forEach(Peer::ends);
        return all.stream().filter(peer -> peer.target().equals(target)).count();
    }

    private void after(int seconds) {
        clock.forward(Duration.ofSeconds(seconds));
    }

    @Test
    void in_turn_the_share_of_one_that_comes_back_grows_with_time() {
        Balancer balancer = balancer("round-robin", null, A, B);
        assertEquals(50, callsTo(B, balancer, 100), "nobody is new when all begin");
        balancer.become(B, false);
        balancer.become(B, true);
        assertEquals(10, callsTo(B, balancer, 110), "a tenth of its weight");
        after(5);
        assertEquals(50, callsTo(B, balancer, 150), "half of it");
        after(4);
        assertEquals(90, callsTo(B, balancer, 190));
        after(1);
        assertEquals(50, callsTo(B, balancer, 100), "all of it");
    }

    @Test
    void the_turns_that_it_gets_are_spread() {
        Balancer balancer = balancer("round-robin", null, A, B);
        balancer.become(B, false);
        balancer.become(B, true);
        after(5);
        for (int i = 0; i < 20; i++) assertEquals(1, callsTo(B, balancer, 3));
    }

    @Test
    void by_calls_under_way_it_gets_as_few_as_its_weight_says() {
        Balancer balancer = balancer("least-connections", null, A, B);
        balancer.unreachable(balancer.peers().get(1), new java.io.IOException("refused"));
        assertEquals(0, callsAtOnceTo(B, balancer, 10));
        balancer.become(B, true);
        assertEquals(10, callsAtOnceTo(B, balancer, 110), 1);
        after(5);
        assertEquals(50, callsAtOnceTo(B, balancer, 150), 1);
        after(5);
        assertEquals(50, callsAtOnceTo(B, balancer, 100), 1);
    }

    @Test
    void one_that_is_added_begins_slowly_and_goes_on_with_it_after_a_reload() {
        Balancer first = balancer("round-robin", null, A);
        Balancer second = balancer("round-robin", first, A, B);
        assertEquals(10, callsTo(B, second, 110));
        after(5);
        Balancer third = balancer("round-robin", second, B, A);
        assertEquals(50, callsTo(B, third, 150));
        Balancer drained = balancer("round-robin", third, A, Upstreams.target("10.0.0.2:80", 0));
        after(60);
        assertEquals(10, callsTo(B, balancer("round-robin", drained, A, B), 110), "a weight again after none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-connections", "latency"})
    void one_that_is_alone_takes_all(String algorithm) {
        Balancer balancer = balancer(algorithm, null, A, B);
        balancer.become(A, false);
        balancer.become(B, false);
        balancer.become(B, true);
        assertEquals(20, callsTo(B, balancer, 20));
        balancer.become(A, true);
        after(5);
        assertTrue(callsAtOnceTo(B, balancer, 100) >= 50, "they grow side by side");
    }

    @Test
    void a_clock_that_is_set_back_ends_it() {
        Balancer balancer = balancer("round-robin", null, A, B);
        balancer.become(B, false);
        balancer.become(B, true);
        clock.setMillis(0);
        assertEquals(50, callsTo(B, balancer, 100));
    }

    @Test
    void a_new_place_in_the_records_of_a_name_begins_slowly() {
        List<Srv> places = new ArrayList<>(List.of(new Srv("a.test", 80, 1)));
        SrvNames names = new SrvNames() {
            @Override
            public boolean isAsked(String host) {
                return true;
            }

            @Override
            public Future<SrvAnswer> srv(String host) {
                return Future.succeededFuture(new SrvAnswer(List.copyOf(places), 1));
            }
        };
        Target name = Upstreams.target("_http._tcp.web.test", 100);
        Balancer balancer = new Balancer(
                Upstreams.upstream("slow_start: 10"), List.of(name), null, null, new Surroundings(names, clock));
        assertTrue(balancer.ready().isComplete());
        places.add(new Srv("b.test", 80, 1));
        after(1);
        balancer.ready();
        assertEquals(
                10,
                IntStream.range(0, 110)
                        .filter(i -> balancer.peer(0, List.of()).host().equals("b.test"))
                        .count());
    }
}
