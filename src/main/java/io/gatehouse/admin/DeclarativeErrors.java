package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.document.DocumentProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a declarative document, in the shapes that tools for Kong read: a tree like the document's, or a list by entity. */
final class DeclarativeErrors {
    private static final String ENTITY = "@entity";
    private static final String WHOLE = "error";

    private DeclarativeErrors() {}

    /** @param flattened whether to tell problems by entity, in {@code flattened_errors} */
    static AdminProblem of(List<DocumentProblem> problems, boolean flattened) {
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        problems.forEach(
                problem -> put(fields, problem.path(), problem.problem().message()));
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.put("message", "declarative config is invalid: " + LuaText.of(fields))
                .put("name", "invalid declarative configuration")
                .put("code", 14)
                .set("fields", flattened ? unassigned(problems) : fields);
        if (flattened) body.set("flattened_errors", byEntity(problems));
        return new AdminProblem(400, body);
    }

    private static ObjectNode unassigned(List<DocumentProblem> problems) {
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        problems.stream()
                .filter(problem -> problem.entity() == null)
                .forEach(
                        problem -> put(fields, problem.path(), problem.problem().message()));
        return fields;
    }

    private static void put(ObjectNode fields, String path, String message) {
        if (path.isEmpty()) {
            fields.put(WHOLE, message);
            return;
        }
        String[] parts = path.split("\\.");
        JsonNode at = fields;
        for (int i = 0; i < parts.length - 1; i++) at = step(at, parts[i], isIndex(parts[i + 1]));
        JsonNode before = child(at, parts[parts.length - 1]);
        JsonNode leaf = TextNode.valueOf(message);
        if (before instanceof ObjectNode entity) {
            entity.withArray("/" + ENTITY).add(message);
            return;
        }
        if (before instanceof TextNode first) {
            ObjectNode both = ConfigJson.MAPPER.createObjectNode();
            both.putArray(ENTITY).add(first).add(message);
            leaf = both;
        }
        set(at, parts[parts.length - 1], leaf);
    }

    /** The node below, made when it is not there; one that held a message keeps it beside what comes. */
    private static JsonNode step(JsonNode at, String part, boolean isList) {
        JsonNode below = child(at, part);
        if (below instanceof ObjectNode || below instanceof ArrayNode && isList) return below;
        if (isList) return set(at, part, ConfigJson.MAPPER.createArrayNode());
        ObjectNode record = ConfigJson.MAPPER.createObjectNode();
        if (below instanceof TextNode message) record.putArray(ENTITY).add(message);
        return set(at, part, record);
    }

    private static JsonNode child(JsonNode at, String part) {
        return at instanceof ArrayNode && isIndex(part) ? at.path(Integer.parseInt(part) - 1) : at.path(part);
    }

    private static JsonNode set(JsonNode at, String part, JsonNode value) {
        if (at instanceof ArrayNode list && isIndex(part)) {
            int index = Integer.parseInt(part) - 1;
            while (list.size() <= index) list.addNull();
            list.set(index, value);
        } else if (at instanceof ObjectNode object) {
            object.set(part, value);
        }
        return value;
    }

    private static boolean isIndex(String part) {
        return part.length() <= 7 && part.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }

    private static ArrayNode byEntity(List<DocumentProblem> problems) {
        Map<JsonNode, ObjectNode> entities = new LinkedHashMap<>();
        ArrayNode list = ConfigJson.MAPPER.createArrayNode();
        for (DocumentProblem problem : problems) {
            if (problem.entity() == null) continue;
            ObjectNode entry =
                    entities.computeIfAbsent(problem.entity(), entity -> entry(list, problem.problem(), entity));
            ObjectNode error = entry.withArray("/errors").addObject();
            String field = problem.problem().field();
            error.put("type", field == null ? "entity" : "field");
            if (field != null) error.put("field", field);
            error.put("message", problem.problem().message());
        }
        return list;
    }

    private static ObjectNode entry(ArrayNode list, ConfigProblem problem, JsonNode entity) {
        ObjectNode entry = list.addObject();
        entry.put("entity_type", problem.kind().replaceFirst("s$", ""));
        if (problem.name() != null) entry.put("entity_name", problem.name());
        if (entity.hasNonNull("id")) entry.put("entity_id", entity.path("id").asText());
        if (entity.hasNonNull("tags")) entry.set("entity_tags", entity.get("tags"));
        entry.set("entity", entity);
        return entry;
    }
}
