package io.gatehouse.application;

import java.util.UUID;

/** Fired when what an application may call has changed: a key, a registration, a plan, the application or its owner. */
public record AccessChanged(UUID applicationId) {}
