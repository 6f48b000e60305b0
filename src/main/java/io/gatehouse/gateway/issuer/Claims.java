package io.gatehouse.gateway.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an issuer says of a caller. Claims are named by the path that leads to them, as some issuers put theirs into objects. */
public record Claims(JsonNode root) {

    /** A missing node if there is none, or for no path. */
    public JsonNode at(List<String> path) {
        if (path.isEmpty()) {
            return root.path("");
        }
        JsonNode found = root;
        for (String name : path) {
            found = found.path(name);
        }
        return found;
    }

    /** The value, if it is a single one; null otherwise, and for an empty one. */
    public String text(List<String> path) {
        JsonNode found = at(path);
        return found.isValueNode() && !found.isNull() && !found.asText().isEmpty() ? found.asText() : null;
    }

    /** The words of a text or the entries of a list. */
    public Set<String> words(List<String> path) {
        Set<String> words = new LinkedHashSet<>();
        JsonNode found = at(path);
        if (found.isArray()) {
            found.forEach(entry -> words.add(entry.asText()));
        } else if (found.isValueNode() && !found.isNull()) {
            words.addAll(List.of(found.asText().strip().split("\\s+")));
        }
        words.remove("");
        return words;
    }

    /** Whether one of the requirements is met: a blank-separated list of words that all are there. True if nothing is required. */
    public boolean meet(List<String> path, List<String> required) {
        if (required.isEmpty()) {
            return true;
        }
        Set<String> words = words(path);
        return required.stream()
                .anyMatch(all -> words.containsAll(List.of(all.strip().split("\\s+"))));
    }
}
