package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.feed.ControlPlaneSource;
import io.gatehouse.gateway.feed.Mark;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Serves the topology that a control plane tells, and keeps a copy of what it serves with how far that has come. */
final class JoinedConfig implements ControlPlaneSource.Served {
    private static final String HISTORY = "history";
    private static final String SEQUENCE = "sequence";
    private static final String DOCUMENT = "document";
    private static final int MOST_TOLD = 20;

    private final ConfigKeeper keeper;
    private final CachedConfig cache;
    private final Supplier<String> hash;

    /** @param hash names what is served */
    JoinedConfig(ConfigKeeper keeper, CachedConfig cache, Supplier<String> hash) {
        this.keeper = keeper;
        this.cache = cache;
        this.hash = hash;
    }

    /** Serves the copy; null if there is none that can be served. */
    Mark restore() {
        JsonNode kept = cache.read().orElse(null);
        if (kept == null || !(kept.path(DOCUMENT) instanceof ObjectNode document)) return null;
        List<DocumentProblem> problems = keeper.topology(document);
        if (problems.isEmpty())
            return new Mark(
                    UUID.fromString(kept.path(HISTORY).asText()),
                    kept.path(SEQUENCE).asLong());
        cache.isUseless(told(problems));
        return null;
    }

    @Override
    public String topology(ObjectNode document, Mark mark) {
        List<DocumentProblem> problems = keeper.topology(document);
        if (!problems.isEmpty()) return told(problems);
        cache.write(json -> {
            json.writeStartObject();
            json.writeStringField(HISTORY, mark.history().toString());
            json.writeNumberField(SEQUENCE, mark.sequence());
            json.writeFieldName(DOCUMENT);
            keeper.write(json);
            json.writeEndObject();
        });
        return null;
    }

    @Override
    public String hash() {
        return hash.get();
    }

    private static String told(List<DocumentProblem> problems) {
        String first =
                problems.stream().limit(MOST_TOLD).map(DocumentProblem::told).collect(Collectors.joining("; "));
        int others = problems.size() - MOST_TOLD;
        return others > 0 ? first + "; and " + others + " more" : first;
    }
}
