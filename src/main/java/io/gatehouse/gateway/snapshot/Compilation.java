package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.config.ConfigProblem;
import java.util.List;
import java.util.Optional;

/** A snapshot, or everything that keeps the topology from becoming one. */
public record Compilation(Optional<Snapshot> snapshot, List<ConfigProblem> problems) {}
