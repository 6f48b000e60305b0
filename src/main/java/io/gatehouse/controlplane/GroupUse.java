package io.gatehouse.controlplane;

import java.util.Optional;
import java.util.UUID;

/** What a runtime group must stay for; implemented where that is known. */
public interface GroupUse {
    /** In words, with what to do first; empty if there is nothing. */
    Optional<String> of(UUID group);
}
