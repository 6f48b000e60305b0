package io.gatehouse.catalog;

import io.gatehouse.catalog.reference.Contents;
import io.gatehouse.catalog.reference.Contents.Group;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.util.List;

/**
 * What the first page of a reference lists: all groups, one of them, or the operations that were searched.
 *
 * @param listed whether operations are listed, or only the names of groups
 */
public record ReferenceIndex(String query, String tag, List<Group> groups, boolean listed) {
    private static final int LISTED_WHOLE = 200;

    static ReferenceIndex of(Contents contents, String query, String tag) {
        String wanted = query == null ? "" : query.strip();
        if (!wanted.isEmpty()) {
            List<String> terms = Terms.of(wanted);
            List<Group> found = contents.groups().stream()
                    .map(group -> new Group(
                            group.name(),
                            "",
                            group.operations().stream()
                                    .filter(operation -> matches(operation, terms))
                                    .toList()))
                    .filter(group -> group.size() > 0)
                    .toList();
            return new ReferenceIndex(wanted, "", found, true);
        }
        if (tag != null && contents.group(tag).isPresent()) {
            return new ReferenceIndex("", tag, List.of(contents.group(tag).get()), true);
        }
        return new ReferenceIndex("", "", contents.groups(), contents.size() <= LISTED_WHOLE);
    }

    private static boolean matches(Operation operation, List<String> terms) {
        String line = Terms.line(operation.title(), operation.path(), operation.method(), operation.operationId());
        return terms.stream().allMatch(term -> line.contains(" " + term));
    }

    public int found() {
        return groups.stream().mapToInt(Group::size).sum();
    }
}
