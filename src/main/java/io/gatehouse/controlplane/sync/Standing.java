package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.GroupContents;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What stands in a group: enough of it to find what a file means, and not its documents, which may be many. */
final class Standing {
    private final GroupContents contents;
    private final Set<String> tags;
    private final Map<Kind<?>, Known> kinds = new HashMap<>();

    Standing(GroupContents contents, Set<String> tags) {
        this.contents = contents;
        this.tags = tags;
    }

    /**
     * One that stands there.
     *
     * @param key what a file names it by, null for nothing
     * @param names what no other has
     * @param isInScope whether it bears the tags that are looked at
     */
    record One(UUID id, String key, GroupContents.Named names, boolean isInScope) {}

    private record Known(
            Map<UUID, One> byId, Map<String, One> byKey, Map<String, One> byName, Map<String, One> bySecond) {
        private Known() {
            this(new LinkedHashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        }

        private void add(One one) {
            byId.put(one.id, one);
            if (one.key != null) byKey.put(one.key, one);
            if (one.names.uniqueName() != null) byName.put(one.names.uniqueName(), one);
            if (one.names.secondName() != null) bySecond.put(one.names.secondName(), one);
        }
    }

    Collection<One> all(Kind<?> kind) {
        return of(kind).byId.values();
    }

    One byId(Kind<?> kind, UUID id) {
        return of(kind).byId.get(id);
    }

    One byKey(Kind<?> kind, String key) {
        return of(kind).byKey.get(key);
    }

    One byName(Kind<?> kind, String name) {
        return of(kind).byName.get(name);
    }

    One bySecondName(Kind<?> kind, String name) {
        return of(kind).bySecond.get(name);
    }

    private Known of(Kind<?> kind) {
        return kinds.computeIfAbsent(kind, this::read);
    }

    private Known read(Kind<?> kind) {
        Known known = new Known();
        if (tags.isEmpty() && Keys.isName(kind))
            contents.names(kind).forEach(names -> known.add(new One(names.id(), names.uniqueName(), names, true)));
        else contents.each(kind, stored -> known.add(one(stored)));
        return known;
    }

    private One one(Stored stored) {
        ObjectNode body = stored.body();
        Kind<?> kind = stored.kind();
        GroupContents.Named names = new GroupContents.Named(stored.id(), stored.name(), Keys.second(kind, body));
        return new One(stored.id(), Keys.of(kind, body), names, Tags.areAllOn(body, tags));
    }
}
