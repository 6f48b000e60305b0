package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a control plane says about a configuration that it does not take, a line for each problem. */
final class Refusal {
    private Refusal() {}

    /** @param sending what was refused, null for nothing */
    static List<String> lines(JsonNode answer, int status, Sending sending) {
        List<String> lines = new ArrayList<>();
        for (JsonNode problem : answer.path("problems")) {
            String path = problem.path("path").asText("");
            if (problem.hasNonNull("file") || problem.has("line")) lines.add(told(problem));
            else
                lines.add((path.isEmpty() || sending == null ? entity(problem) : sending.place(path))
                        + problem.path("message").asText());
        }
        for (JsonNode entity : answer.path("flattened_errors"))
            for (JsonNode error : entity.path("errors")) lines.add(flattened(entity, error));
        if (!lines.isEmpty())
            lines.add("Nothing is changed: " + (lines.size() == 1 ? "1 problem" : lines.size() + " problems"));
        else lines.add("the control plane refuses it: " + answer.path("message").asText("status " + status));
        return lines;
    }

    /** Something in a portal's folder. */
    static String told(JsonNode problem) {
        String line = problem.hasNonNull("line") ? ":" + problem.path("line").asText() : "";
        String file = problem.path("file").asText("");
        String field = problem.path("field").asText("");
        return (file.isEmpty() ? "" : file + line + ": ")
                + (field.isEmpty() ? "" : field + ": ")
                + problem.path("message").asText();
    }

    private static String entity(JsonNode problem) {
        StringBuilder told = new StringBuilder();
        for (String part : List.of("kind", "name", "field"))
            if (problem.hasNonNull(part))
                told.append(told.isEmpty() ? "" : " ").append(problem.path(part).asText());
        return told.isEmpty() ? "" : told + ": ";
    }

    private static String flattened(JsonNode entity, JsonNode error) {
        String name = entity.path("entity_name").asText(entity.path("entity_id").asText(""));
        String field = error.path("field").asText("");
        return entity.path("entity_type").asText() + (name.isEmpty() ? "" : " " + name)
                + (field.isEmpty() ? "" : " " + field) + ": "
                + error.path("message").asText();
    }
}
