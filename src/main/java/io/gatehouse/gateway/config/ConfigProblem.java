package io.gatehouse.gateway.config;

import java.util.UUID;

/**
 * Something wrong in a configuration.
 *
 * @param kind wire name of the entity's kind, such as {@code plugins}
 * @param id the entity's, null if it has none
 * @param name what people call the entity
 * @param field wire path such as {@code config.minute}, null when no single field is to blame
 * @param message what is wrong and what to do
 */
public record ConfigProblem(String kind, UUID id, String name, String field, String message) {}
