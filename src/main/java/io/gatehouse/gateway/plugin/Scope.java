package io.gatehouse.gateway.plugin;

import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import java.time.InstantSource;
import java.util.UUID;

/**
 * What a filter is bound to, and the parts of the node that it may use.
 *
 * @param serviceId of the plugin's own configuration, null if it names none; so for {@code routeId}
 */
public record Scope(
        UUID serviceId, UUID routeId, IdentityIndex identities, LocalRateLimiter limiter, InstantSource clock) {

    private static final UUID NIL = new UUID(0, 0);

    /** Counts are shared by everything that this configuration covers: the routes of a service, or everything. */
    public String counterName() {
        return (routeId == null ? NIL : routeId) + ":" + (serviceId == null ? NIL : serviceId);
    }
}
