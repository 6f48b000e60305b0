package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import java.util.List;
import java.util.UUID;

/**
 * The new state of one consumer with all its credentials, in place of whatever was known of it.
 *
 * @param consumer null when there is no such consumer any more
 */
public record IdentityChange(UUID consumerId, Consumer consumer, List<Credential> credentials) {

    public static IdentityChange gone(UUID consumerId) {
        return new IdentityChange(consumerId, null, List.of());
    }
}
