package io.gatehouse.application;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An application as the gateway needs it.
 *
 * @param active false when the application or its owner is suspended: no key of it opens anything
 * @param planByVersion API version to the name of the plan, approved registrations only
 */
public record ConsumerView(
        UUID applicationId, String name, boolean active, List<Key> keys, Map<UUID, String> planByVersion) {

    /** @param shown its ends, for people to recognise it by */
    public record Key(UUID id, byte[] digest, String shown, Instant createdAt, Instant expiresAt) {}

    /** The name that the gateway knows the application by: unique, and readable in logs and headers. */
    public String username() {
        return "app-" + applicationId;
    }
}
