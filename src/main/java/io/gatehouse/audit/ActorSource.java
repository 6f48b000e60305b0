package io.gatehouse.audit;

import java.util.Optional;

/** Says who acts in this request; implemented where people are known. */
public interface ActorSource {
    Optional<Actor> actor();
}
