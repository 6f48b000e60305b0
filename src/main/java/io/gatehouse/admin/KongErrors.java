package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Refusals in the words, numbers and shape that tools for Kong's Admin API read. */
final class KongErrors {
    private static final String ENTITY = "@entity";

    private KongErrors() {}

    static AdminProblem of(int status, int code, String name, String message) {
        return of(status, code, name, message, ConfigJson.MAPPER.createObjectNode());
    }

    private static AdminProblem of(int status, int code, String name, String message, ObjectNode fields) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.put("message", message).put("name", name).put("code", code).set("fields", fields);
        return new AdminProblem(status, body);
    }

    /** @param document what was to be stored; null when something was to be deleted */
    static AdminProblem of(InvalidConfig invalid, Kind<?> kind, ObjectNode document) {
        return switch (invalid.reason()) {
            case INVALID -> violations(invalid.problems());
            case TAKEN -> taken(invalid.problems(), kind, document);
            case MISSING_REFERENCE -> missing(invalid.problems().get(0), kind, document);
            case STILL_REFERENCED -> referenced(kind);
            case DERIVED -> of(409, 2, "derived entity", invalid.getMessage());
        };
    }

    static AdminProblem readOnly(String what, Kind<?> kind) {
        return of(
                405,
                12,
                "operation unsupported",
                "cannot " + what + " '" + kind.wireName() + "' entities when not using a database");
    }

    static AdminProblem primaryKey(String id) {
        return of(400, 3, "primary key violation", "primary key violation on key '{id=\"" + id + "\"}'");
    }

    /** @param field null for what concerns the entity as a whole */
    static AdminProblem violation(String wireName, String field, String message) {
        return violations(List.of(new ConfigProblem(wireName, null, null, field, message)));
    }

    static AdminProblem nameTaken(String name) {
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode().put("name", name);
        String message = "UNIQUE violation detected on '" + shown(fields) + "'";
        return of(409, 5, "unique constraint violation", message, fields);
    }

    private static AdminProblem violations(List<ConfigProblem> problems) {
        List<ConfigProblem> sorted = problems.stream()
                .sorted(Comparator.comparing(problem -> field(problem)))
                .toList();
        String listed = sorted.stream()
                .map(problem -> (problem.field() == null ? "" : problem.field() + ": ") + problem.message())
                .collect(Collectors.joining("; "));
        String count = sorted.size() == 1 ? "schema violation (" : sorted.size() + " schema violations (";
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        for (ConfigProblem problem : sorted) put(fields, field(problem), problem.message());
        return of(400, 2, "schema violation", count + listed + ")", fields);
    }

    /** Sorts before the names of fields, as it must. */
    private static String field(ConfigProblem problem) {
        return problem.field() == null ? ENTITY : problem.field();
    }

    /** The shape of the entity: objects for records, arrays for lists (counted from 1 in the path). */
    private static void put(ObjectNode fields, String path, String message) {
        int dot = path.indexOf('.');
        if (path.equals(ENTITY)) {
            fields.withArray("/" + ENTITY).add(message);
        } else if (dot < 0) {
            fields.put(path, message);
        } else if (path.substring(dot + 1).matches("\\d{1,4}")) {
            JsonNode before = fields.get(path.substring(0, dot));
            ArrayNode list = before instanceof ArrayNode array ? array : fields.putArray(path.substring(0, dot));
            int index = Integer.parseInt(path.substring(dot + 1));
            while (list.size() < index) list.addNull();
            list.set(index - 1, message);
        } else {
            JsonNode before = fields.get(path.substring(0, dot));
            ObjectNode record = before instanceof ObjectNode object ? object : fields.putObject(path.substring(0, dot));
            put(record, path.substring(dot + 1), message);
        }
    }

    private static AdminProblem taken(List<ConfigProblem> problems, Kind<?> kind, ObjectNode document) {
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        boolean isScope = kind == Kind.PLUGINS && problems.get(0).field().equals("name");
        for (String field :
                isScope ? scope() : problems.stream().map(ConfigProblem::field).toList())
            fields.set(field, document.get(field));
        if (kind.isUniqueWithinOwner()) fields.set(kind.ownerField(), document.get(kind.ownerField()));
        String unique = shown(fields);
        return of(409, 5, "unique constraint violation", "UNIQUE violation detected on '" + unique + "'", fields);
    }

    private static List<String> scope() {
        List<String> names = new ArrayList<>(
                Kind.PLUGINS.references().stream().map(Kind.Reference::field).toList());
        names.add("name");
        return names;
    }

    private static AdminProblem missing(ConfigProblem problem, Kind<?> kind, ObjectNode document) {
        String field = problem.field();
        JsonNode given = document.path(field);
        String target = kind.references().stream()
                .filter(reference -> reference.field().equals(field))
                .map(reference -> reference.kind().wireName())
                .findFirst()
                .orElse(Kind.CONSUMER_GROUPS.wireName());
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        fields.set(field, given);
        if (given.has("id")) {
            String message = "the foreign key '%s' does not reference an existing '%s' entity.";
            return of(400, 4, "foreign key violation", message.formatted(shown(given), target), fields);
        }
        String message =
                "foreign key unresolved (%s: the foreign key cannot be resolved with '%s' for an existing '%s' entity)";
        return of(400, 13, "foreign keys unresolved", message.formatted(field, shown(given), target), fields);
    }

    private static AdminProblem referenced(Kind<?> kind) {
        String by = Kind.ALL.stream()
                .filter(other -> other.references().stream()
                        .anyMatch(reference -> !reference.isOwner() && reference.kind() == kind))
                .map(Kind::wireName)
                .findFirst()
                .orElseThrow();
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode().put("@referenced_by", by);
        String message = "an existing '" + by + "' entity references this '" + kind.wireName() + "' entity";
        return of(400, 4, "foreign key violation", message, fields);
    }

    /** As Kong writes it: {@code {id="…",name="x"}}. */
    private static String shown(JsonNode node) {
        if (node == null || node.isNull()) return "null";
        if (!node.isObject()) return node.isTextual() ? '"' + node.asText() + '"' : node.toString();
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        return sorted.entrySet().stream()
                .map(member -> member.getKey() + "=" + shown(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
