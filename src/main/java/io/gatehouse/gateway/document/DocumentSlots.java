package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes a document apart: one slot for each entity, wherever it is nested, in the words that the gateway knows. */
final class DocumentSlots {
    private static final String GROUPS = "groups";
    private static final String CONFIG = "config";
    private static final String SHARED_CONFIG = "_config";
    private static final String TRANSFORM = "_transform";
    private static final Set<String> REMARKS = Set.of("_comment", "_ignore");
    /** Beside the lists of entities; those after the first two are decK's own. */
    private static final Set<String> HEAD = Set.of(
            "_format_version", TRANSFORM, "_comment", "_ignore", "_info", "_konnect", "_plugin_configs", "_workspace");

    static final List<String> VERSIONS = List.of("1.1", "2.1", "3.0");
    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9._~/%-]*");

    private final List<Slot> slots = new ArrayList<>();
    private final List<Membership> memberships = new ArrayList<>();
    private final List<DocumentProblem> problems;
    private final ObjectNode document;
    private final boolean isOld;

    /** A group that lists a consumer by name. */
    record Membership(Slot group, String consumer) {}

    DocumentSlots(ObjectNode document, List<DocumentProblem> problems) {
        this.document = document;
        this.problems = problems;
        String version = document.path("_format_version").asText(null);
        if (version == null) problem("_format_version", "required field missing");
        else if (!VERSIONS.contains(version))
            problem("_format_version", "expected one of: " + String.join(", ", VERSIONS));
        isOld = version != null && !version.startsWith("3");
    }

    /** Whether passwords are plain; if not, they are what Kong keeps of them. */
    boolean isTransformed() {
        return document.path(TRANSFORM).asBoolean(true);
    }

    List<Slot> slots() {
        document.properties().forEach(member -> {
            String name = member.getKey();
            if (HEAD.contains(name)) return;
            Kind.named(name)
                    .ifPresentOrElse(
                            kind -> list(kind, member.getValue(), name, null, null),
                            () -> problem(name, "unknown field: this gateway has no entities of that kind"));
        });
        return slots;
    }

    private void list(Kind<?> kind, JsonNode list, String path, Slot parent, String parentField) {
        if (list.isNull()) return;
        if (!list.isArray()) {
            problem(path, "expected a list");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = path + "." + (i + 1);
            if (list.get(i) instanceof ObjectNode object) add(kind, object, at, parent, parentField);
            else if (kind == Kind.SNIS && list.get(i).isTextual())
                // As the Admin API shows and takes the names of a certificate.
                add(kind, ConfigJson.MAPPER.createObjectNode().set("name", list.get(i)), at, parent, parentField);
            else problem(at, "expected a record");
        }
    }

    private void add(Kind<?> kind, ObjectNode object, String path, Slot parent, String parentField) {
        Slot slot = new Slot(kind, path, object, parent, parentField);
        slot.json.remove(REMARKS);
        fill(slot.json, document.path("_info").path("defaults").path(singular(kind)));
        slots.add(slot);
        for (Kind<?> child : Kind.ALL) {
            JsonNode children = slot.json.path(child.wireName());
            for (Kind.Reference reference : child.references())
                if (reference.kind() == kind && !children.isMissingNode()) {
                    slot.json.remove(child.wireName());
                    list(child, children, path + "." + child.wireName(), slot, reference.field());
                }
        }
        if (kind == Kind.CONSUMERS) membersByConsumer(slot);
        if (kind == Kind.CONSUMER_GROUPS) membersByGroup(slot);
        if (kind == Kind.PLUGINS) sharedConfig(slot);
        if (kind == Kind.ROUTES && isOld) regexPaths(slot.json);
    }

    /** What a file says of all entities of a kind, for those that say nothing else. */
    private static void fill(ObjectNode entity, JsonNode defaults) {
        defaults.properties().forEach(field -> {
            JsonNode own = entity.get(field.getKey());
            if (own == null) entity.set(field.getKey(), field.getValue().deepCopy());
            else if (own instanceof ObjectNode record) fill(record, field.getValue());
        });
    }

    private static String singular(Kind<?> kind) {
        return kind.wireName().replaceFirst("s$", "");
    }

    /** {@code groups: [{name: gold}]} is how decK writes what we keep as names. */
    private void membersByConsumer(Slot consumer) {
        if (!(consumer.json.get(GROUPS) instanceof ArrayNode groups)) return;
        ArrayNode names = consumer.json.putArray(GROUPS);
        groups.forEach(group -> names.add(group.isObject() ? group.path("name").asText() : group.asText()));
    }

    /** A group that lists its consumers: kept in the slot until every consumer is known. */
    private void membersByGroup(Slot group) {
        JsonNode members = group.json.remove("consumers");
        if (members == null || members.isNull()) return;
        for (JsonNode member : members) {
            String name = member.isObject() ? member.path("username").asText() : member.asText();
            memberships.add(new Membership(group, name));
        }
    }

    List<Membership> memberships() {
        return memberships;
    }

    private void sharedConfig(Slot plugin) {
        JsonNode name = plugin.json.remove(SHARED_CONFIG);
        if (name == null) return;
        JsonNode shared = document.path("_plugin_configs").path(name.asText());
        if (!(shared instanceof ObjectNode config)) {
            problem(plugin.path + "." + SHARED_CONFIG, "there is no '" + name.asText() + "' in _plugin_configs");
            return;
        }
        ObjectNode merged = config.deepCopy();
        if (plugin.json.get(CONFIG) instanceof ObjectNode own)
            for (Map.Entry<String, JsonNode> field : own.properties()) merged.set(field.getKey(), field.getValue());
        plugin.json.set(CONFIG, merged);
    }

    /** Before 3.0 a path with letters of regular expressions was one. */
    static void regexPaths(ObjectNode route) {
        if (!(route.get("paths") instanceof ArrayNode paths)) return;
        ArrayNode now = route.putArray("paths");
        paths.forEach(path -> {
            String text = path.asText();
            now.add(PLAIN_PATH.matcher(text).matches() ? text : "~" + text);
        });
    }

    private void problem(String path, String message) {
        problems.add(DocumentProblem.of(path, message));
    }
}
