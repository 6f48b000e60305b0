package io.gatehouse.gateway.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.dns.SrvNames;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who gets how many calls, and who keeps them. */
class BalancerTest {
    private static final String A = "10.0.0.1:80";
    private static final String B = "10.0.0.2:80";
    private static final String C = "10.0.0.3:80";

    static final Surroundings AROUND = new Surroundings(SrvNames.NONE, InstantSource.system());

    private static Balancer balancer(String fields, Target... targets) {
        return new Balancer(Upstreams.upstream(fields), List.of(targets), null, null, AROUND);
    }

    private static Target target(String address, int weight) {
        return Upstreams.target(address, weight);
    }

    private static List<String> next(Balancer balancer, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> address(balancer.peer(0, List.of())))
                .toList();
    }

    private static String address(Peer peer) {
        return peer.target().target();
    }

    private static Map<String, Integer> counted(List<String> addresses) {
        Map<String, Integer> counts = new TreeMap<>();
        addresses.forEach(address -> counts.merge(address, 1, Integer::sum));
        return counts;
    }

    @Test
    void equals_take_turns() {
        Balancer balancer = balancer("algorithm: round-robin", target(A, 100), target(B, 100), target(C, 100));
        assertEquals(List.of(A, B, C, A, B, C), next(balancer, 6));
    }

    @Test
    void a_cycle_is_exactly_proportional_and_spread() {
        Balancer balancer = balancer("algorithm: round-robin", target(A, 50), target(B, 10), target(C, 10));
        assertEquals(List.of(A, A, A, B, A, C, A), next(balancer, 7));
        assertEquals(Map.of(A, 500, B, 100, C, 100), counted(next(balancer, 700)));
    }

    @Test
    void weights_without_a_common_divisor_hold_too() {
        Balancer balancer = balancer("algorithm: round-robin", target(A, 65_535), target(B, 65_534), target(C, 1));
        Map<String, Integer> counts = counted(next(balancer, 65_536));
        assertEquals(32_768, counts.get(A), 2);
        assertEquals(32_768, counts.get(B), 2);
        assertEquals(1, counts.get(C));
    }

    @Test
    void event_loops_share_the_turns() throws Exception {
        Balancer balancer = balancer("algorithm: round-robin", target(A, 200), target(B, 100));
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        ExecutorService loops = Executors.newFixedThreadPool(4);
        List<Callable<List<String>>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) work.add(() -> next(balancer, 3_000));
        for (Future<List<String>> done : loops.invokeAll(work))
            done.get().forEach(one -> counts.merge(one, 1, Integer::sum));
        loops.shutdown();
        assertEquals(Map.of(A, 8_000, B, 4_000), counts);
    }

    @Test
    void weight_nought_takes_a_target_out() {
        assertEquals(Map.of(A, 10), counted(next(balancer("algorithm: round-robin", target(A, 1), target(B, 0)), 10)));
        for (String algorithm : List.of("round-robin", "least-connections", "latency"))
            assertNull(balancer("algorithm: " + algorithm, target(A, 0)).peer(0, List.of()));
        assertNull(balancer("hash_on: ip").peer(7, List.of()));
    }

    @Test
    void the_one_with_the_fewest_calls_by_weight_is_next() {
        Balancer balancer = balancer("algorithm: least-connections", target(A, 200), target(B, 100));
        for (int i = 0; i < 300; i++) balancer.peer(0, List.of()).begins();
        Peer a = balancer.peer(0, peers(balancer, B));
        Peer b = balancer.peer(0, List.of(a));
        assertEquals(200, a.calls(), 1);
        assertEquals(100, b.calls(), 1);
        for (int i = 0; i < 50; i++) b.ends();
        for (int i = 0; i < 20; i++) assertSame(b, balancer.peer(0, List.of()));
    }

    @Test
    void the_one_that_answers_first_is_next_and_a_slow_one_is_tried_again_in_time() {
        AtomicLong now = new AtomicLong();
        Balancer balancer = balancer("algorithm: latency", target(A, 100), target(B, 100));
        LeastLatency choice = new LeastLatency(balancer.peers(), new AtomicInteger(), now::get);
        Peer a = balancer.peers().get(0);
        Peer b = balancer.peers().get(1);
        a.latency().took(5_000_000, 0);
        b.latency().took(20_000_000, 0);
        for (int i = 0; i < 10; i++) assertSame(a, choice.choose(0, List.of()));
        assertSame(b, choice.choose(0, List.of(a)));
        assertNull(choice.choose(0, List.of(a, b)));
        for (int i = 0; i < 4; i++) a.begins();
        assertSame(b, choice.choose(0, List.of()), "five calls of 5 ms take longer than one of 20");
        for (int i = 0; i < 4; i++) a.ends();
        now.set(20_000_000_000L);
        a.latency().took(5_000_000, now.get());
        assertSame(b, choice.choose(0, List.of()), "what was measured long ago counts for less");
    }

    @Test
    void a_slower_answer_counts_at_once_and_a_faster_one_by_and_by() {
        LatencyEstimate estimate = new LatencyEstimate();
        assertEquals(LatencyEstimate.UNKNOWN_NANOS, estimate.nanos(0));
        estimate.took(10_000_000, 0);
        estimate.took(90_000_000, 1_000_000);
        assertEquals(90_000_000, estimate.nanos(1_000_000), 1);
        estimate.took(10_000_000, 2_000_000);
        assertTrue(estimate.nanos(2_000_000) > 85_000_000);
        for (int second = 1; second < 60; second++) estimate.took(10_000_000, second * 1_000_000_000L);
        assertEquals(10_000_000, estimate.nanos(59_000_000_000L), 1_000_000);
    }

    @Test
    void those_with_as_few_calls_take_turns() {
        Balancer balancer = balancer("algorithm: least-connections", target(A, 100), target(B, 100), target(C, 100));
        assertEquals(Map.of(A, 3, B, 3, C, 3), counted(next(balancer, 9)));
    }

    @Test
    void calls_under_way_are_still_counted_after_a_reload() {
        Target a = target(A, 100);
        Balancer before = balancer("algorithm: least-connections", a, target(B, 100));
        before.peer(0, peers(before, B)).begins();
        Balancer after = new Balancer(
                Upstreams.upstream("algorithm: least-connections"), List.of(a, target(C, 100)), null, before, AROUND);
        assertEquals(Map.of(C, 10), counted(next(after, 10)));
    }

    @Test
    void a_hash_has_its_target_and_each_target_its_share() {
        Balancer balancer = balancer("hash_on: ip", target(A, 300), target(B, 200), target(C, 100));
        Map<String, Integer> counts = counted(owners(balancer));
        assertEquals(owners(balancer), owners(balancer));
        assertEquals(5_000, counts.get(A), 250);
        assertEquals(3_333, counts.get(B), 250);
        assertEquals(1_667, counts.get(C), 250);
    }

    @Test
    void only_the_calls_of_a_target_that_goes_move() {
        List<String> before = owners(balancer("hash_on: ip", target(A, 100), target(B, 100), target(C, 100)));
        List<String> after = owners(balancer("hash_on: ip", target(C, 100), target(A, 100)));
        for (int i = 0; i < before.size(); i++) if (!before.get(i).equals(B)) assertEquals(before.get(i), after.get(i));
        List<String> lessWeight = owners(balancer("hash_on: ip", target(A, 100), target(B, 50), target(C, 100)));
        for (int i = 0; i < before.size(); i++)
            if (!before.get(i).equals(B)) assertEquals(before.get(i), lessWeight.get(i));
    }

    @Test
    void a_call_without_the_hashed_thing_takes_its_turn() {
        Balancer balancer = balancer("hash_on: ip", target(A, 100), target(B, 100));
        assertEquals(Map.of(A, 2, B, 2), counted(next(balancer, 4)));
    }

    @Test
    void one_that_was_tried_is_not_chosen_again() {
        for (String fields : List.of("algorithm: round-robin", "algorithm: least-connections", "hash_on: ip")) {
            Balancer balancer = balancer(fields, target(A, 1_000), target(B, 1), target(C, 1));
            List<Peer> tried = new ArrayList<>();
            for (int i = 0; i < 3; i++) tried.add(balancer.peer(42, tried));
            assertEquals(3, tried.stream().distinct().count());
            assertNull(balancer.peer(42, tried));
        }
    }

    @Test
    void an_upstream_that_stays_goes_on_where_it_was() {
        var upstream = Upstreams.upstream("algorithm: round-robin");
        List<Target> targets = List.of(target(A, 100), target(B, 100));
        Balancers first = Balancers.of(Upstreams.to(upstream, targets), Balancers.NONE, AROUND);
        Balancer balancer = first.of("pool.internal");
        assertSame(
                balancer,
                Balancers.of(Upstreams.to(upstream, targets), first, AROUND).of("pool.internal"));
        List<Target> more = List.of(target(A, 100), target(B, 1));
        assertNotSame(
                balancer,
                Balancers.of(Upstreams.to(upstream, more), first, AROUND).of("pool.internal"));
        assertNull(first.of("elsewhere.internal"));
        assertTrue(balancer.is(upstream, targets, null));
    }

    private static List<Peer> peers(Balancer balancer, String address) {
        List<Peer> found = new ArrayList<>();
        Peer peer;
        while ((peer = balancer.peer(0, found)) != null) found.add(peer);
        return found.stream().filter(one -> address(one).equals(address)).toList();
    }

    private static List<String> owners(Balancer balancer) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> address(balancer.peer(CallHash.of("client " + i), List.of())))
                .toList();
    }
}
