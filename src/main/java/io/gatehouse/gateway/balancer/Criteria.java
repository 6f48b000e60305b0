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
        var well = checks.active().healthy();
        var ill = checks.active().unhealthy();
        return new Criteria(
                goodOf(checks.active().type(), well.httpStatuses()),
                bits(ill.httpStatuses()),
                well.successes(),
                ill.tcpFailures(),
                ill.timeouts(),
                ill.httpFailures());
    }

    static Criteria passive(Healthchecks checks) {
        var well = checks.passive().healthy();
        var ill = checks.passive().unhealthy();
        return new Criteria(
                goodOf(checks.passive().type(), well.httpStatuses()),
                bits(ill.httpStatuses()),
                well.successes(),
                ill.tcpFailures(),
                ill.timeouts(),
                ill.httpFailures());
    }

    private static BitSet goodOf(String type, List<Integer> statuses) {
        return type.equals("tcp") ? null : bits(statuses);
    }

    private static BitSet bits(List<Integer> statuses) {
        BitSet bits = new BitSet();
        statuses.forEach(bits::set);
        return bits;
    }

    boolean isOff() {
        return successes + connectionFailures + timeouts + statusFailures == 0;
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
