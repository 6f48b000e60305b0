package io.gatehouse.controlplane;

import java.util.UUID;

/** Fired in the transaction in which the stored topology of a runtime group has changed. */
record TopologyChanged(UUID runtimeGroupId) {}
