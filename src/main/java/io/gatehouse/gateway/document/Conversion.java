package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A document of any format made one of today's. It stays the author's: what is not said stays unsaid, keys stay as they are. Places in
 * it can be told by where they stood before something was left out.
 */
public final class Conversion {
    private static final String VERSION = "_format_version";
    private static final String TODAY = "3.0";

    private final ObjectNode document;
    private final boolean isOld;
    private final Predicate<String> isKept;
    private final List<Dropped> dropped = new ArrayList<>();
    /** Where an entity stood, by where it stands. */
    private final Map<String, String> before = new HashMap<>();

    /** A plugin that was left out. */
    public record Dropped(String path, String name) {}

    private Conversion(ObjectNode document, Predicate<String> isKept) {
        this.document = document;
        this.isKept = isKept;
        String version = document.path(VERSION).asText();
        boolean isKnown = DocumentSlots.VERSIONS.contains(version);
        isOld = isKnown && !version.equals(TODAY);
        document.properties().forEach(member -> {
            String name = member.getKey();
            Kind.named(name).ifPresent(kind -> convert(kind, member.getValue(), name, name));
        });
        // One that is unknown stays, for its reading to be refused.
        if (isKnown) document.put(VERSION, TODAY);
    }

    /**
     * @param text JSON or YAML
     * @param isKept whether a plugin of that name stays
     */
    public static Conversion of(String text, Predicate<String> isKept) throws UnreadableDocument {
        if (DocumentText.read(text) instanceof ObjectNode object) return new Conversion(object, isKept);
        throw new UnreadableDocument("expected an object");
    }

    private void convert(Kind<?> kind, JsonNode list, String from, String to) {
        if (!list.isArray()) return;
        int place = 0;
        int kept = 0;
        for (Iterator<JsonNode> entities = list.iterator(); entities.hasNext(); ) {
            String at = from + "." + ++place;
            JsonNode entity = entities.next();
            String name = entity.path("name").asText("");
            if (kind == Kind.PLUGINS && !name.isEmpty() && !isKept.test(name)) {
                dropped.add(new Dropped(at, name));
                entities.remove();
                continue;
            }
            String now = to + "." + ++kept;
            before.put(now, at);
            if (entity instanceof ObjectNode object) convert(kind, object, at, now);
        }
    }

    private void convert(Kind<?> kind, ObjectNode entity, String from, String to) {
        if (kind == Kind.ROUTES && isOld) DocumentSlots.regexPaths(entity);
        for (Kind<?> child : Kind.ALL) {
            boolean isNested = child.references().stream().anyMatch(reference -> reference.kind() == kind);
            String name = child.wireName();
            if (isNested) convert(child, entity.path(name), from + "." + name, to + "." + name);
        }
    }

    public JsonNode document() {
        return document;
    }

    public List<Dropped> dropped() {
        return dropped;
    }

    /** As YAML, which reads as the very same document. */
    public String yaml() {
        return DocumentYaml.write(document);
    }

    /** Where something stood in the document that was given, by its place in this one. */
    public String placeBefore(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
            String entity = before.get(path.substring(0, end));
            if (entity != null) return entity + path.substring(end);
        }
        return path;
    }
}
