package io.gatehouse.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads one document of a kind. */
final class EntityReader<E extends Record> {

    private final Kind<E> kind;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Set<String> blamed = new HashSet<>();
    private UUID id;
    private String name;

    EntityReader(Kind<E> kind) {
        this.kind = kind;
    }

    Reading<E> read(JsonNode document) {
        if (document == null || !document.isObject()) {
            problem(null, "expected a record");
            return new Reading<>(Optional.empty(), List.copyOf(problems));
        }
        ObjectNode json = document.deepCopy();
        if (kind.type() == Service.class) {
            ServiceUrl.spell(json, this::problem);
        }
        ForeignFields.takeOut(json, kind.type(), this::problem);
        name = json.path(kind.keyField()).asText(json.path("name").textValue());
        new ConfigShape(this::problem).check(json, kind.type());
        id = blamed.contains("id") ? null : idIn(json);
        // Without the fields that cannot be read the rules of the others can still be checked.
        json.remove(blamed);
        E entity = ConfigJson.read(json, kind.type());
        // A URL says it all: without it there is nothing to tell of its parts.
        if (blamed.contains("url")) {
            blamed.add("host");
        }
        Set<String> misfits = Set.copyOf(blamed);
        kind.check(entity, (field, message) -> {
            boolean follows = field == null ? !misfits.isEmpty() : misfits.contains(topOf(field));
            if (!follows) {
                problem(field, message);
            }
        });
        return new Reading<>(problems.isEmpty() ? Optional.of(entity) : Optional.empty(), List.copyOf(problems));
    }

    private void problem(String field, String message) {
        problems.add(new ConfigProblem(kind.wireName(), id, name, field, message));
        if (field != null) {
            blamed.add(topOf(field));
        }
    }

    private static UUID idIn(ObjectNode json) {
        String text = json.path("id").textValue();
        return text == null ? null : UUID.fromString(text);
    }

    private static String topOf(String field) {
        int dot = field.indexOf('.');
        return dot < 0 ? field : field.substring(0, dot);
    }
}
