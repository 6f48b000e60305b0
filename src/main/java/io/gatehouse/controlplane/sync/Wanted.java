package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.DocumentEntity;
import io.gatehouse.gateway.document.DocumentProblem;
import java.util.UUID;

/** An entity that a file asks for, on its way to becoming one of the group's. */
final class Wanted {
    final Kind<?> kind;
    final DocumentEntity source;
    final ObjectNode document;
    /** As the file has it, or as its name makes it. */
    final UUID idInFile;

    /** What stands for it in the group already; null for nothing. */
    Standing.One match;

    /** Why it is not taken over although the file has it, empty if its owner is not either; null when it is. */
    String leftOut;

    UUID id;

    Wanted(Kind<?> kind, DocumentEntity source) {
        this.kind = kind;
        this.source = source;
        this.document = complete(kind, source.entity());
        this.idInFile = UUID.fromString(document.path("id").asText());
    }

    /** Every field as it is stored. */
    private static <E extends Record> ObjectNode complete(Kind<E> kind, Record entity) {
        try {
            String json = kind.write(kind.type().cast(entity)).toString();
            return (ObjectNode) ConfigJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    DocumentProblem problem(String field, String message) {
        ConfigProblem problem = new ConfigProblem(kind.wireName(), id, Labels.of(kind, document), field, message);
        return problem(problem);
    }

    DocumentProblem problem(ConfigProblem problem) {
        String path = problem.field() == null ? source.path() : source.path() + "." + problem.field();
        return new DocumentProblem(path, problem, source.given());
    }
}
