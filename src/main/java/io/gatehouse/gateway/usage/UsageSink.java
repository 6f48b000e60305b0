package io.gatehouse.gateway.usage;

import io.gatehouse.gateway.plugin.Exchange;
import java.time.Duration;

/** Takes records from event loops: never waits, and drops (and counts) what it cannot hold. */
@FunctionalInterface
public interface UsageSink {
    void take(UsageRecord call);

    /** The same call with everything that is still known of it. Valid only during this call. */
    default void ended(Exchange call) {}

    /** Waits until what was taken is written down, or for this long, when the gateway ends. Not for event loops. */
    default void finish(Duration longest) {}
}
