package io.gatehouse.gateway.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.Upstreams;
import io.gatehouse.gateway.balancer.Health.Failure;
import io.gatehouse.gateway.config.Target;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Target A = Upstreams.target("10.0.0.1:80", 100);
    private static final Target B = Upstreams.target("10.0.0.2:80", 300);
    private static final String PASSIVE = "healthchecks: {passive: {healthy: {successes: 2},"
            + " unhealthy: {tcp_failures: 1, timeouts: 2, http_failures: 3}}}";

    private static Balancer balancer(String fields) {
        return new Balancer(Upstreams.upstream(fields), List.of(A, B), null, null, BalancerTest.AROUND);
    }

    private static Peer peer(Balancer balancer, Target target) {
        return balancer.peers().stream()
                .filter(peer -> peer.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    private static List<Target> next(Balancer balancer, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> balancer.peer(0, List.of()).target())
                .distinct()
                .toList();
    }

    @Test
    void as_many_failures_of_one_sort_as_it_takes_make_a_target_unhealthy() {
        Health health = new Health();
        health.failed(Failure.TIMEOUT, 2);
        health.failed(Failure.STATUS, 2);
        health.failed(Failure.CONNECTION, 0);
        assertTrue(health.isHealthy());
        health.failed(Failure.TIMEOUT, 2);
        assertFalse(health.isHealthy());
    }

    @Test
    void what_is_contrary_begins_to_count_anew() {
        Health health = new Health();
        for (int i = 0; i < 5; i++) {
            health.failed(Failure.STATUS, 2);
            health.succeeded(0);
        }
        assertTrue(health.isHealthy());
        health.become(false);
        for (int i = 0; i < 5; i++) {
            health.succeeded(2);
            health.failed(Failure.STATUS, 2);
        }
        assertFalse(health.isHealthy());
        health.succeeded(2);
        health.succeeded(2);
        assertTrue(health.isHealthy());
    }

    @Test
    void an_unhealthy_target_gets_no_calls_until_it_is_healthy_again() {
        Balancer balancer = balancer(PASSIVE);
        balancer.unreachable(peer(balancer, A), new ConnectException());
        assertEquals(List.of(B), next(balancer, 10));
        assertEquals("UNHEALTHY", balancer.health(A));
        assertEquals("HEALTHY", balancer.health(B));
        balancer.answered(peer(balancer, A), 200, 0);
        balancer.answered(peer(balancer, A), 200, 0);
        assertEquals(2, next(balancer, 10).size());
    }

    @Test
    void answers_count_by_their_status() {
        Balancer balancer = balancer(PASSIVE);
        for (int i = 0; i < 3; i++) balancer.answered(peer(balancer, A), 404, 0);
        for (int i = 0; i < 2; i++) balancer.answered(peer(balancer, A), 503, 0);
        assertEquals("HEALTHY", balancer.health(A));
        balancer.answered(peer(balancer, A), 500, 0);
        assertEquals("UNHEALTHY", balancer.health(A));
    }

    @Test
    void what_is_not_checked_is_never_unhealthy() {
        Balancer balancer = balancer("slots: 10");
        for (int i = 0; i < 9; i++) balancer.unreachable(peer(balancer, A), new ConnectException());
        assertEquals(2, next(balancer, 10).size());
        assertEquals("HEALTHCHECKS_OFF", balancer.health(A));
    }

    @Test
    void a_name_that_leads_nowhere_is_told_as_such() {
        Balancer balancer = balancer(PASSIVE.replace("tcp_failures: 1", "tcp_failures: 2"));
        balancer.unreachable(peer(balancer, A), new UnknownHostException());
        assertEquals("DNS_ERROR", balancer.health(A));
        balancer.answered(peer(balancer, A), 200, 0);
        assertEquals("HEALTHY", balancer.health(A));
    }

    @Test
    void below_the_threshold_the_upstream_is_not_used_at_all() {
        String half = PASSIVE.replace("healthchecks: {", "healthchecks: {threshold: 50, ");
        Balancer balancer = balancer(half);
        balancer.unreachable(peer(balancer, A), new ConnectException());
        assertEquals("HEALTHY", balancer.health());
        assertNotNull(balancer.peer(0, List.of()));
        balancer.become(A, true);
        balancer.become(B, false);
        assertEquals("UNHEALTHY", balancer.health(), "a quarter of the weight is left");
        assertNull(balancer.peer(0, List.of()));
    }

    @Test
    void state_outlives_a_reload_and_both_see_what_comes_after_it() {
        Balancer before = balancer(PASSIVE);
        before.become(A, false);
        Balancer after = new Balancer(
                Upstreams.upstream(PASSIVE + ", slots: 11"), List.of(A, B), null, before, BalancerTest.AROUND);
        assertEquals(List.of(B), next(after, 10));
        before.answered(peer(before, A), 200, 0);
        before.answered(peer(before, A), 200, 0);
        assertEquals(2, next(after, 10).size(), "told by a call that began before");
    }
}
