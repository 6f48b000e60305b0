package io.gatehouse.rights;

import java.util.Optional;

/** Says what whoever is behind this call may do; implemented where callers are known. */
public interface RightsSource {
    /** Empty when no call is worked on here. */
    Optional<Rights> rights();
}
