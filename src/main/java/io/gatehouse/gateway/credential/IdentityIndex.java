package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.config.Consumer;
import java.util.UUID;

/**
 * Knows who holds a credential. Digests what was presented; holds no secret. Read by event loops while it takes single
 * changes, so every method answers at once.
 */
public interface IdentityIndex {

    /**
     * The holder of an unexpired credential, or null.
     *
     * @param presented the secret itself; or the name that the credential goes by, and then its {@link Holder#proof} must be asked
     */
    Holder holder(String type, String presented);

    /** The consumer of this username or id, or null; for plugins whose configuration names one. */
    Consumer consumer(String usernameOrId);

    /** The consumer that somebody else's system knows by this id, or null. */
    Consumer consumerByCustomId(String customId);

    /**
     * Whose credential it was, and which.
     *
     * @param proof what a caller who has given but a name must be checked with; null where the secret itself was presented
     */
    record Holder(Consumer consumer, UUID credentialId, Record proof) {

        public Holder(Consumer consumer, UUID credentialId) {
            this(consumer, credentialId, null);
        }
    }
}
