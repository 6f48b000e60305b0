package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.Masking;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.KeptSecrets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where two documents of one entity differ: by path, records field by field, with secrets hidden. */
final class Differences {
    private static final List<String> UNTOLD = List.of("id", "created_at", "updated_at", "digest", "hint");

    /** Lists in which the order says nothing. */
    private static final Map<Kind<?>, List<String>> SETS =
            Map.of(Kind.PLUGINS, List.of("tags", "protocols"), Kind.CONSUMERS, List.of("tags", "groups"));

    /** A number is the same in an int and in a double. */
    private static final Comparator<JsonNode> LEAVES = (left, right) -> {
        boolean isSame = left.isNumber() && right.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue()) == 0
                : left.equals(right);
        return isSame ? 0 : 1;
    };

    private final Map<String, SyncOutcome.Change> found = new TreeMap<>();

    private Differences() {}

    /** Empty when they say the same. What is the same but for the order of a set becomes quite the same. */
    static Map<String, SyncOutcome.Change> between(Kind<?> kind, ObjectNode before, ObjectNode after) {
        for (String field : SETS.getOrDefault(kind, List.of("tags")))
            if (isSameSet(before.path(field), after.path(field))) after.set(field, before.get(field));
        ObjectNode was = shown(kind, before);
        ObjectNode is = shown(kind, after);
        Differences differences = new Differences();
        differences.compare("", List.of(was, is), List.of(Masking.hide(was), Masking.hide(is)));
        return differences.found;
    }

    private static ObjectNode shown(Kind<?> kind, ObjectNode document) {
        ObjectNode shown = document.deepCopy();
        KeptSecrets.show(kind, shown);
        return shown.remove(UNTOLD);
    }

    private static boolean isSameSet(JsonNode left, JsonNode right) {
        if (!left.isArray() || !right.isArray() || left.size() != right.size()) return false;
        Set<JsonNode> set = new LinkedHashSet<>();
        left.forEach(set::add);
        for (JsonNode item : right) if (!set.contains(item)) return false;
        return true;
    }

    private void compare(String path, List<JsonNode> plain, List<JsonNode> hidden) {
        if (plain.get(0).equals(LEAVES, plain.get(1))) return;
        boolean areRecords = plain.get(0).isObject() && plain.get(1).isObject();
        if (!areRecords) {
            found.put(path, new SyncOutcome.Change(value(hidden.get(0)), value(hidden.get(1))));
            return;
        }
        Map<String, Boolean> fields = new LinkedHashMap<>();
        for (JsonNode side : plain) side.fieldNames().forEachRemaining(field -> fields.put(field, true));
        for (String field : fields.keySet())
            compare(path.isEmpty() ? field : path + "." + field, sides(plain, field), sides(hidden, field));
    }

    private static List<JsonNode> sides(List<JsonNode> both, String field) {
        return List.of(side(both.get(0), field), side(both.get(1), field));
    }

    /** Null is as good as nothing. */
    private static JsonNode side(JsonNode record, String field) {
        JsonNode value = record.path(field);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private static JsonNode value(JsonNode node) {
        return node.isMissingNode() ? NullNode.getInstance() : node.deepCopy();
    }
}
