package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.PluginSchema;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document of any format made one of today's. It stays the author's: what is not said stays unsaid, keys stay as they are. Places in
 * it can be told by where they stood before something was left out.
 */
public final class Conversion {
    private static final String VERSION = "_format_version";
    private static final String TODAY = "3.0";
    private static final String UNKNOWN = "unknown field";

    private final ObjectNode document;
    private final boolean isOld;
    /** Where each entity stood in the document that was given, and what it is. */
    private final Map<JsonNode, Origin> origins = new IdentityHashMap<>();

    private record Origin(String path, Kind<?> kind, ArrayNode list) {}

    /**
     * What was left out.
     *
     * @param path where it stood
     * @param field of the entity there; null for all of it
     * @param plugin whose it is, null where it is no plugin's
     * @param name of the entity or the list, empty for one without
     */
    public record Dropped(String path, String field, String plugin, String name, String reason) {}

    /** Where a path leads: the innermost entity that it goes through, null for none, and what is left of it. */
    private record Place(ObjectNode entity, String rest) {}

    private Conversion(ObjectNode document) {
        this.document = document;
        String version = document.path(VERSION).asText();
        boolean isKnown = DocumentSlots.VERSIONS.contains(version);
        isOld = isKnown && !version.equals(TODAY);
        document.properties()
                .forEach(member -> Kind.named(member.getKey())
                        .ifPresent(kind -> convert(kind, member.getValue(), member.getKey())));
        // One that is unknown stays, for its reading to be refused.
        if (isKnown) document.put(VERSION, TODAY);
    }

    /** @param text JSON or YAML */
    public static Conversion of(String text) throws UnreadableDocument {
        if (DocumentText.read(text) instanceof ObjectNode object) return new Conversion(object);
        throw new UnreadableDocument("expected an object");
    }

    private void convert(Kind<?> kind, JsonNode value, String path) {
        if (!(value instanceof ArrayNode list)) return;
        for (int i = 0; i < list.size(); i++)
            if (list.get(i) instanceof ObjectNode entity) convert(kind, entity, list, path + "." + (i + 1));
    }

    private void convert(Kind<?> kind, ObjectNode entity, ArrayNode list, String path) {
        origins.put(entity, new Origin(path, kind, list));
        if (kind == Kind.ROUTES && isOld) DocumentSlots.regexPaths(entity);
        for (Kind<?> child : Kind.ALL) {
            boolean isNested = child.references().stream().anyMatch(reference -> reference.kind() == kind);
            if (isNested) convert(child, entity.path(child.wireName()), path + "." + child.wireName());
        }
    }

    public JsonNode document() {
        return document;
    }

    /** As YAML, which reads as the very same document. */
    public String yaml() {
        return DocumentYaml.write(document);
    }

    /** Where something stood in the document that was given, by its place in this one. */
    public String placeBefore(String path) {
        Place place = place(path);
        if (place.entity == null) return path;
        String before = origins.get(place.entity).path;
        return place.rest.isEmpty() ? before : before + "." + place.rest;
    }

    /**
     * Leaves out what these problems are about: a field that is unknown; otherwise the whole entity, as half of it could mean anything.
     *
     * @return nothing if none of them is about a place that can be left out
     */
    public List<Dropped> drop(List<DocumentProblem> problems) {
        Map<JsonNode, Dropped> entities = new IdentityHashMap<>();
        List<Dropped> dropped = new ArrayList<>();
        List<Runnable> removals = new ArrayList<>();
        for (DocumentProblem problem : problems) {
            Place place = place(problem.path());
            String message = problem.problem().message();
            boolean isUnknown = message.startsWith(UNKNOWN) || message.startsWith(PluginSchema.LACKING);
            if (place.entity == null) {
                if (!isUnknown || !document.has(problem.path())) continue;
                dropped.add(new Dropped(problem.path(), null, null, problem.path(), message));
                removals.add(() -> document.remove(problem.path()));
            } else if (isUnknown && field(place) != null) {
                Dropped one = dropped(place.entity, place.rest, message);
                dropped.add(one);
                removals.add(field(place));
            } else if (!entities.containsKey(place.entity)) {
                String reason = place.rest.isEmpty() ? message : place.rest + ": " + message;
                Dropped one = dropped(place.entity, null, reason);
                entities.put(place.entity, one);
                dropped.add(one);
                removals.add(() -> remove(place.entity));
            }
        }
        removals.forEach(Runnable::run);
        // What goes with its entity need not be told.
        dropped.removeIf(one -> entities.values().stream().anyMatch(whole -> isWithin(one, whole)));
        return dropped;
    }

    private static boolean isWithin(Dropped one, Dropped whole) {
        if (one == whole) return false;
        return one.path.startsWith(whole.path + ".") || one.field != null && one.path.equals(whole.path);
    }

    private Dropped dropped(ObjectNode entity, String field, String reason) {
        Origin origin = origins.get(entity);
        String name =
                entity.path(origin.kind.keyField()).asText(entity.path("name").asText(""));
        String plugin = origin.kind == Kind.PLUGINS ? entity.path("name").asText("") : null;
        return new Dropped(origin.path, field, plugin, plugin == null ? name : plugin, reason);
    }

    /** What takes it out; null if there is no such field. */
    private static Runnable field(Place place) {
        int dot = place.rest.lastIndexOf('.');
        JsonNode holder = dot < 0 ? place.entity : at(place.entity, place.rest.substring(0, dot));
        String name = place.rest.substring(dot + 1);
        return holder instanceof ObjectNode object && object.has(name) ? () -> object.remove(name) : null;
    }

    private static JsonNode at(JsonNode from, String path) {
        JsonNode node = from;
        for (String step : path.split("\\.")) node = step(node, step);
        return node;
    }

    private static JsonNode step(JsonNode node, String step) {
        return node.isArray() && step.matches("\\d{1,9}") ? node.path(Integer.parseInt(step) - 1) : node.path(step);
    }

    private void remove(ObjectNode entity) {
        ArrayNode list = origins.get(entity).list;
        for (int i = 0; i < list.size(); i++)
            if (list.get(i) == entity) {
                list.remove(i);
                return;
            }
    }

    private Place place(String path) {
        JsonNode node = document;
        Place place = new Place(null, path);
        int at = 0;
        for (String step : path.split("\\.")) {
            node = step(node, step);
            at += step.length() + 1;
            if (origins.containsKey(node))
                place = new Place((ObjectNode) node, at >= path.length() ? "" : path.substring(at));
        }
        return place;
    }
}
