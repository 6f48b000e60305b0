package io.gatehouse.controlplane;

/** Fired when the stored topology of a runtime group has changed; observers take it after the commit. */
record TopologyChanged(String runtimeGroup) {}
