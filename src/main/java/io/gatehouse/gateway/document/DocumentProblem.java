package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigProblem;

/**
 * Something wrong in a declarative document, and where it stands there.
 *
 * @param path such as {@code services.2.routes.1.paths.1}, counted from 1; empty for the document itself
 * @param entity what was given, null when the problem is no entity's
 */
public record DocumentProblem(String path, ConfigProblem problem, JsonNode entity) {

    /** For a log. */
    public String told() {
        return path.isEmpty() ? problem.message() : path + ": " + problem.message();
    }

    public static DocumentProblem of(String path, String message) {
        return new DocumentProblem(path, new ConfigProblem(null, null, null, null, message), null);
    }
}
