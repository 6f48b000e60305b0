package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.Beyond;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.Conversion;
import io.gatehouse.gateway.document.DocumentEntities;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.document.UnreadableDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a file asks for. */
final class SyncFile {
    private static final String WORKSPACE = "_workspace";

    private final JsonNode document;

    private SyncFile(JsonNode document) {
        this.document = document;
    }

    /** @throws RefusedDocument when it cannot be read, or is for another group */
    static SyncFile of(String text, String group) {
        try {
            SyncFile file = new SyncFile(Conversion.of(text).document());
            String meant = file.document.path(WORKSPACE).asText(group);
            if (!meant.equals(group))
                throw refused(
                        WORKSPACE,
                        "this file is for the runtime group “" + meant + "”, and was sent to “" + group
                                + "”; take the line out, or send it there");
            return file;
        } catch (UnreadableDocument unreadable) {
            throw refused("", "this cannot be read: " + unreadable.getMessage());
        }
    }

    private static RefusedDocument refused(String path, String message) {
        return new RefusedDocument(
                List.of(new DocumentProblem(path, new ConfigProblem(null, null, null, null, message), null)));
    }

    /** Those of the file and those of the call. */
    Set<String> selectTags(List<String> given) {
        Set<String> tags = new LinkedHashSet<>(given);
        document.path("_info").path("select_tags").forEach(tag -> tags.add(tag.asText()));
        return tags;
    }

    /** By kind, in the order of the file. */
    Map<Kind<?>, List<Wanted>> wanted(ConfigDocument documents, Beyond beyond) {
        DocumentEntities entities = documents.entities(document, Instant.now().getEpochSecond(), beyond);
        if (!entities.problems().isEmpty()) throw new RefusedDocument(entities.problems());
        Map<Kind<?>, List<Wanted>> wanted = new HashMap<>();
        for (Kind<?> kind : Kind.ALL) {
            List<Wanted> ofKind = new ArrayList<>();
            entities.of(kind).forEach(entity -> ofKind.add(new Wanted(kind, entity)));
            wanted.put(kind, ofKind);
        }
        return wanted;
    }
}
