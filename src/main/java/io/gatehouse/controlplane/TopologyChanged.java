package io.gatehouse.controlplane;

import java.util.UUID;

/** Fired when the stored topology of a runtime group has changed; observers take it after the commit. */
record TopologyChanged(UUID runtimeGroupId) {}
