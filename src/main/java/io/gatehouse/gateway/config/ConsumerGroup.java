package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;

/** Consumers that share plugins, most often a limit. A plan of the portal is one. */
public record ConsumerGroup(UUID id, String name, List<String> tags, Long createdAt, Long updatedAt) {}
