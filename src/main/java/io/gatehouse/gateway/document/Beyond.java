package io.gatehouse.gateway.document;

import io.gatehouse.gateway.config.Kind;
import java.util.Optional;
import java.util.UUID;

/** What a document may point at although it does not stand in it, since it is there already. */
@FunctionalInterface
public interface Beyond {
    Beyond NOTHING = (kind, idOrName) -> Optional.empty();

    Optional<UUID> find(Kind<?> kind, String idOrName);

    /** Any consumer that is named by its id. */
    static Optional<UUID> consumers(Kind<?> kind, String id) {
        try {
            return kind == Kind.CONSUMERS ? Optional.of(UUID.fromString(id)) : Optional.empty();
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
