package io.gatehouse.catalog;

import java.util.Optional;
import java.util.UUID;

/** Where developers reach the gateways of a runtime group; known where runtime groups are. */
public interface GatewayUrls {
    /** Empty if nobody said: then it is the gateway of this installation. */
    Optional<String> of(UUID runtimeGroupId);
}
