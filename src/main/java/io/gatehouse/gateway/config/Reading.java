package io.gatehouse.gateway.config;

import java.util.List;
import java.util.Optional;

/** An entity, or everything that is wrong with the document that should have been one. */
public record Reading<E extends Record>(Optional<E> entity, List<ConfigProblem> problems) {}
