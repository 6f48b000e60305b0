package io.gatehouse.gateway.limit;

/** What shares a count: the scope (which plugin counts) and the caller in it (who is counted). */
public record LimitKey(String scope, String caller) {

    /** What the names of its counters in a shared store begin with. */
    String prefix() {
        return "ratelimit:" + scope + ":" + caller + ":";
    }
}
