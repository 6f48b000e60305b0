package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.document.Conversion;
import io.gatehouse.gateway.document.DocumentLines;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.document.UnreadableDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one file says, or several together: lists are joined, objects merged, and of two values the first counts, as decK does it. Knows
 * where each part of it stands.
 */
final class StateFile {
    private static final String INFO = "_info";
    private static final String SELECT_TAGS = "select_tags";

    private final ObjectNode document = ConfigJson.MAPPER.createObjectNode();
    private final List<Part> parts = new ArrayList<>();
    /** For each list of the document, whose item stands where. */
    private final Map<String, List<Item>> items = new TreeMap<>();

    /** @param lines of the text that the content was read from */
    private record Part(String file, ObjectNode content, DocumentLines lines) {}

    private record Item(Part part, int index) {}

    private StateFile() {}

    static StateFile read(List<String> names, Surroundings around) {
        StateFile whole = new StateFile();
        List<String> problems = new ArrayList<>();
        for (Texts.Text text : Texts.of(names, around)) whole.add(text, around, problems);
        if (!problems.isEmpty()) throw new Failed(problems);
        whole.parts.forEach(whole::merge);
        return whole;
    }

    private void add(Texts.Text text, Surroundings around, List<String> problems) {
        int before = problems.size();
        String filled = new DeckTemplate(around.environment())
                .fill(text.content(), (line, problem) -> problems.add(text.name() + ":" + line + ": " + problem));
        if (problems.size() > before) return;
        try {
            ObjectNode content = (ObjectNode) Conversion.of(filled).document();
            Part part = new Part(text.name(), content, DocumentLines.of(filled));
            new Substitution(
                            around.environment(),
                            (path, problem) -> problems.add(Place.of(part, path).text() + problem))
                    .fill(content);
            parts.add(part);
        } catch (UnreadableDocument unreadable) {
            problems.add(text.name() + " is neither JSON nor YAML that can be read: " + unreadable.getMessage());
        }
    }

    private void merge(Part part) {
        part.content().properties().forEach(member -> {
            String name = member.getKey();
            if (member.getValue() instanceof ArrayNode list)
                for (int i = 1; i <= list.size(); i++)
                    items.computeIfAbsent(name, first -> new ArrayList<>()).add(new Item(part, i));
            merge(document, name, member.getValue());
        });
    }

    private static void merge(ObjectNode into, String name, JsonNode more) {
        JsonNode there = into.get(name);
        if (there == null || there.isNull()) into.set(name, more.deepCopy());
        else if (there instanceof ArrayNode list && more instanceof ArrayNode added) list.addAll(added);
        else if (there instanceof ObjectNode object && more instanceof ObjectNode added)
            added.properties().forEach(member -> merge(object, member.getKey(), member.getValue()));
    }

    ObjectNode document() {
        return document;
    }

    /** What the files limit themselves to; empty for everything. */
    List<String> selectTags() {
        Set<String> tags = new LinkedHashSet<>();
        document.path(INFO).path(SELECT_TAGS).forEach(tag -> tags.add(tag.asText()));
        return List.copyOf(tags);
    }

    /** The runtime group that the files are for, null if they do not say. */
    String group() {
        String workspace = document.path("_workspace").asText("");
        return workspace.isEmpty() ? null : workspace;
    }

    /** Problems with their places, from the top of the first file to the end of the last one. */
    List<String> told(List<DocumentProblem> problems) {
        return problems.stream()
                .map(problem ->
                        Map.entry(find(problem.path()), problem.problem().message()))
                .sorted(Map.Entry.comparingByKey(Comparator.<Place>comparingInt(place -> parts.indexOf(place.part()))
                        .thenComparingInt(Place::line)))
                .map(told -> told.getKey().text() + told.getValue())
                .toList();
    }

    /** Such as {@code kong.yml:12: services.2.host: }. */
    String place(String path) {
        return find(path).text();
    }

    /**
     * Where something stands.
     *
     * @param path in this file; {@code line} is 0 where it is not known
     */
    private record Place(Part part, String path, int line) {
        static Place of(Part part, String path) {
            return new Place(part, path, part.lines().line(path).orElse(0));
        }

        String text() {
            return part.file() + (line == 0 ? "" : ":" + line) + ": " + (path.isEmpty() ? "" : path + ": ");
        }
    }

    private Place find(String path) {
        int dot = path.indexOf('.');
        List<Item> list = items.get(dot < 0 ? path : path.substring(0, dot));
        if (dot < 0 || list == null) return Place.of(holder(path), path);
        String rest = path.substring(dot + 1);
        int end = rest.indexOf('.');
        String index = end < 0 ? rest : rest.substring(0, end);
        if (!index.matches("[1-9]\\d{0,8}") || Integer.parseInt(index) > list.size())
            return Place.of(parts.get(0), path);
        Item item = list.get(Integer.parseInt(index) - 1);
        return Place.of(
                item.part(), path.substring(0, dot) + "." + item.index() + (end < 0 ? "" : rest.substring(end)));
    }

    private Part holder(String path) {
        String name = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        return parts.stream()
                .filter(part -> part.content().has(name))
                .findFirst()
                .orElse(parts.get(0));
    }
}
