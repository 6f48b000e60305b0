package io.gatehouse.catalog;

import io.gatehouse.catalog.reference.Contents;
import io.gatehouse.catalog.reference.Contents.Group;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rail beside reference pages. Of a spec with many operations only the group at hand is listed whole, since a list of a
 * thousand would outweigh every page.
 *
 * @param current  the operation that is shown; null on other pages
 * @param previous the one before, or null
 * @param next     the one after, or null
 */
public record ReferenceRail(
        String path, List<Section> sections, int size, Operation current, Operation previous, Operation next) {
    private static final int LISTED_WHOLE = 70;

    public record Section(Group group, boolean open, boolean here) {}

    static ReferenceRail of(ApiPage page, Contents contents, Operation current, String tag) {
        String here = current == null
                ? tag
                : contents.groupOf(current).map(Group::name).orElse("");
        boolean whole = contents.size() <= LISTED_WHOLE;
        List<Section> sections = contents.groups().stream()
                .map(group -> new Section(
                        group, whole || group.name().equals(here), group.name().equals(here)))
                .toList();
        return new ReferenceRail(
                page.path(),
                sections,
                contents.size(),
                current,
                current == null ? null : contents.neighbour(current, -1),
                current == null ? null : contents.neighbour(current, 1));
    }

    public boolean isCurrent(Operation operation) {
        return current != null && current.slug().equals(operation.slug());
    }

    public String address(Operation operation) {
        return path + "/reference/" + operation.slug();
    }

    public String groupAddress(Group group) {
        return path + "/reference?tag=" + URLEncoder.encode(group.name(), StandardCharsets.UTF_8);
    }

    /** The group that is shown; null when there is none. */
    public Section here() {
        return sections.stream().filter(Section::here).findFirst().orElse(null);
    }
}
