package io.gatehouse.gateway.usage;

/** Takes records from event loops: never waits, and drops (and counts) what it cannot hold. */
public interface UsageSink {
    void take(UsageRecord call);
}
