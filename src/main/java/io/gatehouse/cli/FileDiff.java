package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.LoadedConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What would change if one configuration took the place of another, with every default filled in on both sides. */
final class FileDiff {
    private static final Set<String> TIMES = Set.of("created_at", "updated_at");
    private static final Set<String> SECRETS =
            Set.of("key", "password", "secret", "digest", "hint", "client_secret", "passphrase", "value");
    private static final JsonNode MASKED = TextNode.valueOf("***");

    private FileDiff() {}

    static Plan of(LoadedConfig before, LoadedConfig after) {
        Map<String, Named> was = named(before);
        Map<String, Named> is = named(after);
        List<Plan.Entry> created = new ArrayList<>();
        List<Plan.Entry> changed = new ArrayList<>();
        List<Plan.Entry> deleted = new ArrayList<>();
        is.forEach((label, entity) -> {
            Named old = was.get(label);
            if (old == null) created.add(entity.entry(Map.of()));
            else {
                Map<String, Plan.Change> fields = new LinkedHashMap<>();
                compare("", old.json(), entity.json(), fields);
                if (!fields.isEmpty()) changed.add(entity.entry(fields));
            }
        });
        was.forEach((label, entity) -> {
            if (!is.containsKey(label)) deleted.add(entity.entry(Map.of()));
        });
        return new Plan(null, created, changed, deleted, List.of());
    }

    /** @param json with names where ids of others stood, so that it says the same wherever it stands */
    private record Named(Kind<?> kind, String name, String of, UUID id, ObjectNode json) {
        Plan.Entry entry(Map<String, Plan.Change> fields) {
            return new Plan.Entry(kind.wireName(), name, of, id.toString(), fields, "");
        }
    }

    private static Map<String, Named> named(LoadedConfig config) {
        Map<UUID, String> names = new HashMap<>();
        Map<String, Named> all = new LinkedHashMap<>();
        for (Kind<?> kind : Kind.ALL)
            for (Record entity : config.of(kind)) {
                Named named = named(kind, entity, names);
                names.put(named.id(), named.name());
                all.put(named.entry(Map.of()).title(), named);
            }
        return all;
    }

    private static <E extends Record> Named named(Kind<E> kind, Record record, Map<UUID, String> names) {
        E entity = kind.type().cast(record);
        ObjectNode json = kind.write(entity);
        json.remove(TIMES);
        json.remove("id");
        List<String> owners = new ArrayList<>();
        for (Kind.Reference reference : kind.references()) {
            UUID target = kind.reference(entity, reference.field());
            if (target == null) continue;
            String name = names.getOrDefault(target, target.toString());
            json.put(reference.field(), name);
            owners.add(reference.field() + " " + name);
        }
        String key = key(kind, entity);
        boolean isByOwner = key == null || kind == Kind.PLUGINS || kind.isUniqueWithinOwner();
        String of = isByOwner ? String.join(", ", owners) : "";
        return new Named(kind, key == null ? kind.id(entity).toString() : key, of, kind.id(entity), json);
    }

    /** What it is called; null for nothing. A key is known by its digest, which says nothing to anybody. */
    private static <E extends Record> String key(Kind<E> kind, E entity) {
        String key = kind == Kind.KEYAUTH_CREDENTIALS ? null : kind.key(entity);
        return kind == Kind.PLUGINS && key == null ? (String) kind.value(entity, "name") : key;
    }

    private static void compare(String path, JsonNode before, JsonNode after, Map<String, Plan.Change> fields) {
        if (before.equals(after) || isSame(path, before, after)) return;
        if (before instanceof ObjectNode old && after instanceof ObjectNode now) {
            Set<String> members = new LinkedHashSet<>();
            old.fieldNames().forEachRemaining(members::add);
            now.fieldNames().forEachRemaining(members::add);
            for (String member : members)
                compare(path.isEmpty() ? member : path + "." + member, old.path(member), now.path(member), fields);
            return;
        }
        boolean isSecret = SECRETS.contains(path.substring(path.lastIndexOf('.') + 1));
        fields.put(path, isSecret ? new Plan.Change(masked(before), masked(after)) : new Plan.Change(before, after));
    }

    /** The order of tags says nothing. */
    private static boolean isSame(String path, JsonNode before, JsonNode after) {
        if (!path.equals("tags") || !(before instanceof ArrayNode) || !(after instanceof ArrayNode)) return false;
        return Set.copyOf(texts(before)).equals(Set.copyOf(texts(after)));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static JsonNode masked(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? value : MASKED;
    }
}
