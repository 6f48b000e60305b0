package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The tags of a document. */
final class Tags {
    private static final String TAGS = "tags";

    private Tags() {}

    static Set<String> of(JsonNode document) {
        Set<String> tags = new LinkedHashSet<>();
        document.path(TAGS).forEach(tag -> tags.add(tag.asText()));
        return tags;
    }

    static boolean areAllOn(JsonNode document, Collection<String> wanted) {
        return wanted.isEmpty() || of(document).containsAll(wanted);
    }

    static void add(ObjectNode document, Collection<String> more) {
        if (more.isEmpty()) return;
        Set<String> all = of(document);
        all.addAll(more);
        set(document, all);
    }

    /** Null where none is left. */
    static void remove(ObjectNode document, Collection<String> less) {
        Set<String> all = of(document);
        if (all.removeAll(less)) set(document, all);
    }

    private static void set(ObjectNode document, Set<String> tags) {
        if (tags.isEmpty()) {
            document.putNull(TAGS);
            return;
        }
        ArrayNode list = document.putArray(TAGS);
        tags.forEach(list::add);
    }
}
