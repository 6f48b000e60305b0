package io.gatehouse.gateway.usage;

import io.gatehouse.gateway.plugin.Exchange;

/** Takes records from event loops: never waits, and drops (and counts) what it cannot hold. */
@FunctionalInterface
public interface UsageSink {
    void take(UsageRecord call);

    /** The same call with everything that is still known of it. Valid only during this call. */
    default void ended(Exchange call) {}
}
