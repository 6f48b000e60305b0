package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.config.Consumer;
import java.util.UUID;

/**
 * Knows who holds a credential. Digests what was presented; holds no secret. Read by event loops while it takes single
 * changes, so every method answers at once.
 */
public interface IdentityIndex {

    /** The holder of an unexpired credential, or null. */
    Holder holder(String type, String presented);

    /** The consumer of this username or id, or null; for plugins whose configuration names one. */
    Consumer consumer(String usernameOrId);

    /** Whose credential it was, and which. */
    record Holder(Consumer consumer, UUID credentialId) {}
}
