package io.gatehouse.gateway.config;

import java.util.UUID;

/** Points at another entity; on the wire {@code {"id": "..."}}. */
public record Ref(UUID id) {}
