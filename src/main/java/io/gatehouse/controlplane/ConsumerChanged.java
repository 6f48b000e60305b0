package io.gatehouse.controlplane;

import java.util.UUID;

/** Fired when a consumer of the stored configuration, or a credential of it, has changed; observers take it after the commit. */
record ConsumerChanged(UUID runtimeGroupId, UUID consumerId) {}
