package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sync would do, or has done.
 *
 * @param revision of the configuration that it was made for, null where there is none
 * @param kept what the file does not name and what stays all the same
 */
record Plan(String revision, List<Entry> created, List<Entry> changed, List<Entry> deleted, List<Entry> kept) {

    /**
     * An entity.
     *
     * @param name what people call it; its id where it has none
     * @param of what it belongs to, such as {@code service orders}; empty for nothing
     * @param fields that change, by their paths; empty for what is created, deleted or kept
     * @param why it is kept, empty otherwise
     */
    record Entry(String kind, String name, String of, String id, Map<String, Change> fields, String why) {
        String title() {
            return kind + " " + name + (of.isEmpty() ? "" : " of " + of);
        }
    }

    record Change(JsonNode before, JsonNode after) {}

    /** @param answer of the control plane */
    static Plan of(JsonNode answer) {
        return new Plan(
                answer.path("revision").asText(null),
                entries(answer.path("created")),
                entries(answer.path("changed")),
                entries(answer.path("deleted")),
                entries(answer.path("kept")));
    }

    private static List<Entry> entries(JsonNode list) {
        List<Entry> entries = new ArrayList<>();
        list.forEach(one -> {
            Map<String, Change> fields = new LinkedHashMap<>();
            one.path("fields")
                    .properties()
                    .forEach(field -> fields.put(
                            field.getKey(),
                            new Change(
                                    field.getValue().path("before"),
                                    field.getValue().path("after"))));
            String id = one.path("id").asText("");
            entries.add(new Entry(
                    one.path("kind").asText(),
                    one.path("name").asText(id),
                    one.path("of").asText(""),
                    id,
                    fields,
                    one.path("why").asText("")));
        });
        return entries;
    }

    boolean changesNothing() {
        return created.isEmpty() && changed.isEmpty() && deleted.isEmpty();
    }

    /** In the shape that the control plane answers. */
    ObjectNode json() {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode().put("revision", revision);
        write(json.putArray("created"), created);
        write(json.putArray("changed"), changed);
        write(json.putArray("deleted"), deleted);
        write(json.putArray("kept"), kept);
        return json;
    }

    private static void write(ArrayNode list, List<Entry> entries) {
        for (Entry entry : entries) {
            ObjectNode one = list.addObject()
                    .put("kind", entry.kind())
                    .put("name", entry.name())
                    .put("id", entry.id());
            if (!entry.of().isEmpty()) one.put("of", entry.of());
            if (!entry.why().isEmpty()) one.put("why", entry.why());
            if (entry.fields().isEmpty()) continue;
            ObjectNode fields = one.putObject("fields");
            entry.fields().forEach((path, change) -> {
                ObjectNode field = fields.putObject(path);
                field.set("before", change.before());
                field.set("after", change.after());
            });
        }
    }

    /** For people: a line for each entity, and one below it for each field that changes. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        created.forEach(entry -> lines.add("+ " + entry.title()));
        for (Entry entry : changed) {
            lines.add("~ " + entry.title());
            entry.fields()
                    .forEach((path, change) ->
                            lines.add("    " + path + ": " + shown(change.before()) + " → " + shown(change.after())));
        }
        deleted.forEach(entry -> lines.add("- " + entry.title()));
        kept.forEach(entry ->
                lines.add("= " + entry.title() + " stays" + (entry.why().isEmpty() ? "" : ": " + entry.why())));
        lines.add(summary());
        return lines;
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    private String summary() {
        if (changesNothing()) return "Nothing to change" + (kept.isEmpty() ? "." : "; " + kept.size() + " kept.");
        return created.size() + " to create, " + changed.size() + " to change, " + deleted.size() + " to delete"
                + (kept.isEmpty() ? "." : ", " + kept.size() + " kept.");
    }
}
