package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.Kind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A gateway configuration that can be read by kind, wherever it is kept. */
public interface ConfigView {

    /** All of a kind, oldest first. Not for consumers and credentials, which may be many: see {@link #page}. */
    List<Stored> list(Kind<?> kind);

    /** The next of a kind after an id, in the order of ids; null to begin. */
    List<Stored> page(Kind<?> kind, UUID after, int size);

    /** Those of a kind that point at {@code target} in this field, such as the {@code routes} whose {@code service} it is. */
    List<Stored> pointingAt(Kind<?> kind, String field, UUID target);

    List<Stored> members(UUID consumerGroupId);

    Optional<Stored> find(Kind<?> kind, String idOrName);

    /** By the second field that is unique, such as a consumer's {@code custom_id}. */
    Optional<Stored> findBySecondName(Kind<?> kind, String name);
}
