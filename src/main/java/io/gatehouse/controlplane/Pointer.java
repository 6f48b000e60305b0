package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.Kind;
import java.util.UUID;

/** That an entity points at another one in a field. */
public record Pointer(Kind<?> kind, UUID id, String field, UUID target) {

    /** Whether it goes when the other one does. */
    public boolean isOwned() {
        return kind.references().stream()
                .anyMatch(reference -> reference.isOwner() && reference.field().equals(field));
    }

    /** Whether it is a consumer's membership, which ends with the group and holds up nothing. */
    public boolean isMembership() {
        return kind == Kind.CONSUMERS;
    }
}
