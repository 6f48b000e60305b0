package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A configuration, or everything that is wrong with the document that should have been one.
 *
 * @param places where each entity stands, by its id
 */
public record DocumentReading(Optional<LoadedConfig> config, List<DocumentProblem> problems, Map<UUID, Place> places) {

    /** @param entity as it was written */
    public record Place(String path, JsonNode entity) {}

    /** Puts problems that were found after the reading to where they come from. */
    public List<DocumentProblem> placed(List<ConfigProblem> found) {
        return found.stream()
                .map(problem -> {
                    Place place = places.getOrDefault(problem.id(), new Place(problem.kind(), null));
                    String path = problem.field() == null ? place.path : place.path + "." + problem.field();
                    return new DocumentProblem(path, problem, place.entity);
                })
                .toList();
    }
}
