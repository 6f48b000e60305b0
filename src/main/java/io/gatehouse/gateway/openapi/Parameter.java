package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.schema.ValueCheck;
import java.util.List;

/**
 * A parameter of a request, and what its value must be like.
 *
 * @param text how its text is written and read
 */
public record Parameter(ParameterPlace place, String name, boolean isRequired, ParameterText text, ValueCheck check) {

    /** What is wrong with the parameter in this request; null if nothing is. */
    public String problem(GivenParameters given) {
        List<JsonNode> readings = text.read(place, name, given);
        if (readings == null) return isRequired ? told("required parameter value not found") : null;
        String first = null;
        for (JsonNode reading : readings) {
            String problem = check.problem(reading);
            if (problem == null) return null;
            first = first == null ? problem : first;
        }
        return first == null ? null : told(first);
    }

    private String told(String problem) {
        return place.word() + " '" + name + "' validation failed, [error] " + problem;
    }
}
