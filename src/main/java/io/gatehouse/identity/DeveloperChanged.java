package io.gatehouse.identity;

import java.util.UUID;

/** Fired when a developer's state changes: what their applications may do changes with it. */
public record DeveloperChanged(UUID developerId) {}
