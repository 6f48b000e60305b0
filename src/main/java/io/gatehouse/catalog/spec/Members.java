package io.gatehouse.catalog.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the members of one object. A key that comes twice is told, and its last value is used, as most parsers do silently. */
final class Members {
    private final List<SpecProblem> warnings;
    private final List<String> keys = new ArrayList<>();
    private final List<Node> values = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    Members(List<SpecProblem> warnings) {
        this.warnings = warnings;
    }

    void put(String key, Node value) {
        Integer first = places.putIfAbsent(key, keys.size());
        if (first == null) {
            keys.add(key);
            values.add(value);
            return;
        }
        warnings.add(SpecProblem.serious(
                        "The key “%s” stands twice in the same object (first in line %d); the last one is used."
                                .formatted(key, values.get(first).line()),
                        "Remove one of them.")
                .at(null, value.line(), value.column()));
        values.set(first, value);
    }

    Node toNode(int line, int column) {
        return Node.object(keys, values, line, column);
    }
}
