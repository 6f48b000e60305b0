package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.balancer.Health.Failure;
import io.gatehouse.gateway.config.Healthchecks;
import java.net.UnknownHostException;
import java.util.BitSet;
import java.util.List;

/**
 * Which answers speak for a target and which against it, and how many it takes.
 *
 * @param good null where any answer is a success
 */
record Criteria(BitSet good, BitSet bad, int successes, int connectionFailures, int timeouts, int statusFailures) {

    static Criteria active(Healthchecks checks) {
        var healthy = checks.active().healthy();
        var unhealthy = checks.active().unhealthy();
        return of(checks.active().type(), healthy.httpStatuses(), unhealthy.httpStatuses(), new int[] {
            healthy.successes(), unhealthy.tcpFailures(), unhealthy.timeouts(), unhealthy.httpFailures()
        });
    }

    static Criteria passive(Healthchecks checks) {
        var healthy = checks.passive().healthy();
        var unhealthy = checks.passive().unhealthy();
        return of(checks.passive().type(), healthy.httpStatuses(), unhealthy.httpStatuses(), new int[] {
            healthy.successes(), unhealthy.tcpFailures(), unhealthy.timeouts(), unhealthy.httpFailures()
        });
    }

    private static Criteria of(String type, List<Integer> good, List<Integer> bad, int[] counts) {
        BitSet any = type.equals("tcp") ? null : bits(good);
        return new Criteria(any, bits(bad), counts[0], counts[1], counts[2], counts[3]);
    }

    private static BitSet bits(List<Integer> statuses) {
        BitSet bits = new BitSet();
        statuses.forEach(bits::set);
        return bits;
    }

    boolean canMakeUnhealthy() {
        return connectionFailures + timeouts + statusFailures > 0;
    }

    boolean isOff() {
        return !canMakeUnhealthy() && successes == 0;
    }

    void answered(Health health, int status) {
        if (good == null || good.get(status)) health.succeeded(successes);
        else if (bad.get(status)) health.failed(Failure.STATUS, statusFailures);
    }

    void timedOut(Health health) {
        health.failed(Failure.TIMEOUT, timeouts);
    }

    void unreachable(Health health, Throwable cause) {
        if (cause instanceof UnknownHostException) health.unknownHost();
        health.failed(Failure.CONNECTION, connectionFailures);
    }
}
