package io.gatehouse.controlplane;

import java.util.Collection;
import java.util.UUID;

/**
 * Fired in the transaction in which what gateways know of these consumers has changed: they themselves, their credentials, or what
 * they are registered for.
 *
 * @param runtimeGroupId null when it has for all groups
 */
record ConsumersChanged(UUID runtimeGroupId, Collection<UUID> consumerIds) {}
