package io.gatehouse.gateway.document;

import io.gatehouse.gateway.config.Kind;
import java.util.List;
import java.util.Map;

/** The entities of a document by kind, in its order; or everything that is wrong with it. */
public record DocumentEntities(Map<Kind<?>, List<DocumentEntity>> byKind, List<DocumentProblem> problems) {

    public List<DocumentEntity> of(Kind<?> kind) {
        return byKind.getOrDefault(kind, List.of());
    }
}
