package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.Spec.Operation;
import io.gatehouse.catalog.spec.Spec.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The operations of a spec in groups, as a table of contents: by their first tag, or by the beginning of their paths where the
 * author uses no tags. Webhooks come last.
 */
public record Contents(List<Group> groups, int size) {
    public record Group(String name, String description, List<Operation> operations) {
        public Operation first() {
            return operations.get(0);
        }

        /** What gives an idea of the group. */
        public List<Operation> firstFew() {
            return operations.subList(0, Math.min(3, operations.size()));
        }

        public int size() {
            return operations.size();
        }

        /** Enough of the description for a list. */
        public String shortDescription() {
            int end = description.indexOf("\n\n");
            String first = end < 0 ? description : description.substring(0, end);
            return first.length() > 600 ? first.substring(0, 600) + "…" : first;
        }
    }

    private static final String WEBHOOKS = "Webhooks";
    private static final String OTHERS = "Other operations";

    public static Contents of(Spec spec) {
        Map<String, String> descriptions =
                spec.tags().stream().collect(Collectors.toMap(Tag::name, Tag::description, (first, second) -> first));
        boolean tagged = spec.operations().stream()
                .anyMatch(operation -> !operation.tags().isEmpty());
        Map<String, List<Operation>> groups = new LinkedHashMap<>();
        if (tagged) {
            spec.tags().forEach(tag -> groups.put(tag.name(), new ArrayList<>()));
        }
        for (Operation operation : spec.operations()) {
            groups.computeIfAbsent(group(operation, tagged), name -> new ArrayList<>())
                    .add(operation);
        }
        last(groups, OTHERS);
        last(groups, WEBHOOKS);
        List<Group> filled = groups.entrySet().stream()
                .filter(group -> !group.getValue().isEmpty())
                .map(group -> new Group(
                        group.getKey(), descriptions.getOrDefault(group.getKey(), ""), List.copyOf(group.getValue())))
                .toList();
        return new Contents(filled, spec.operations().size());
    }

    private static String group(Operation operation, boolean tagged) {
        if (!operation.tags().isEmpty()) {
            return operation.tags().get(0);
        }
        if (operation.webhook()) {
            return WEBHOOKS;
        }
        return tagged ? OTHERS : firstWord(operation.path());
    }

    /** The first part of a path that names a thing: no version, no “api”, no parameter. */
    private static String firstWord(String path) {
        for (String part : path.split("/")) {
            String word = part.replaceAll("\\.(json|xml)$", "");
            if (!word.isEmpty() && !word.matches("(?i)v?[0-9]+(\\.[0-9]+)*|api|rest|\\{.*")) {
                return word;
            }
        }
        return OTHERS;
    }

    private static void last(Map<String, List<Operation>> groups, String name) {
        List<Operation> operations = groups.remove(name);
        if (operations != null) {
            groups.put(name, operations);
        }
    }

    public Optional<Group> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    public Optional<Group> groupOf(Operation operation) {
        return groups.stream()
                .filter(group -> group.operations().contains(operation))
                .findFirst();
    }

    /** The operation that stands so many places after this one; null at the ends. */
    public Operation neighbour(Operation operation, int places) {
        List<Operation> all =
                groups.stream().flatMap(group -> group.operations().stream()).toList();
        int at = all.indexOf(operation) + places;
        return at < 0 || at >= all.size() ? null : all.get(at);
    }
}
