package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.GroupContents;
import io.gatehouse.controlplane.Ids;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Puts what belongs to one other entity below it, as people write files; what belongs to several, or to what is not in the dump, stands alone. */
final class Nesting {
    private static final List<Kind<?>> KINDS = List.of(
            Kind.CERTIFICATES,
            Kind.SNIS,
            Kind.CA_CERTIFICATES,
            Kind.SERVICES,
            Kind.ROUTES,
            Kind.UPSTREAMS,
            Kind.TARGETS,
            Kind.CONSUMER_GROUPS,
            Kind.PLUGINS);

    private final GroupContents contents;
    private final DumpShape shape;
    private final List<String> tags;
    private final Map<Kind<?>, List<Stored>> roots = new HashMap<>();
    private final Map<UUID, Map<Kind<?>, List<Stored>>> children = new HashMap<>();

    Nesting(GroupContents contents, DumpShape shape, List<String> tags) {
        this.contents = contents;
        this.shape = shape;
        this.tags = tags;
        Map<Kind<?>, Set<UUID>> included = new HashMap<>();
        for (Kind<?> kind : KINDS) {
            List<Stored> all = contents.all(kind).stream()
                    .filter(stored -> Tags.areAllOn(stored.body(), tags))
                    .sorted(Comparator.comparing(Nesting::order))
                    .toList();
            included.put(kind, new HashSet<>(all.stream().map(Stored::id).toList()));
            if (kind == Kind.PLUGINS) included.put(Kind.CONSUMERS, consumersOf(all));
            all.forEach(stored -> place(stored, included));
        }
    }

    private static String order(Stored stored) {
        return Labels.of(stored.kind(), stored.body()) + " " + Keys.of(stored.kind(), stored.body()) + " "
                + stored.id();
    }

    private Set<UUID> consumersOf(List<Stored> plugins) {
        Set<UUID> named = new HashSet<>();
        plugins.forEach(plugin ->
                Ids.parse(plugin.body().path("consumer").path("id").asText("")).ifPresent(named::add));
        Set<UUID> included = new HashSet<>();
        contents.byIds(Kind.CONSUMERS, List.copyOf(named)).stream()
                .filter(consumer -> Tags.areAllOn(consumer.body(), tags))
                .forEach(consumer -> included.add(consumer.id()));
        return included;
    }

    private void place(Stored stored, Map<Kind<?>, Set<UUID>> included) {
        Map<Kind.Reference, UUID> parents = new LinkedHashMap<>();
        stored.kind().references().stream()
                .filter(reference -> isNest(stored.kind(), reference))
                .forEach(reference -> Ids.parse(
                                stored.body().path(reference.field()).path("id").asText(""))
                        .ifPresent(id -> parents.put(reference, id)));
        if (parents.size() == 1) {
            Map.Entry<Kind.Reference, UUID> only = parents.entrySet().iterator().next();
            if (included.get(only.getKey().kind()).contains(only.getValue())) {
                children.computeIfAbsent(only.getValue(), any -> new HashMap<>())
                        .computeIfAbsent(stored.kind(), any -> new ArrayList<>())
                        .add(stored);
                return;
            }
        }
        roots.computeIfAbsent(stored.kind(), any -> new ArrayList<>()).add(stored);
    }

    private static boolean isNest(Kind<?> kind, Kind.Reference reference) {
        return reference.isOwner() || kind == Kind.ROUTES;
    }

    /** Those that stand alone, with what is below them. */
    List<ObjectNode> roots(Kind<?> kind) {
        return roots.getOrDefault(kind, List.of()).stream()
                .map(stored -> below(kind, stored.id(), shape.of(kind, stored.body(), null)))
                .toList();
    }

    /** Adds what is below it. */
    ObjectNode below(Kind<?> parent, UUID id, ObjectNode shown) {
        Map<Kind<?>, List<Stored>> own = children.getOrDefault(id, Map.of());
        for (Kind<?> kind : KINDS) {
            for (Stored child : own.getOrDefault(kind, List.of()))
                for (Kind.Reference reference : kind.references()) {
                    boolean isBelow = reference.kind() == parent
                            && isNest(kind, reference)
                            && child.body()
                                    .path(reference.field())
                                    .path("id")
                                    .asText("")
                                    .equals(id.toString());
                    if (isBelow)
                        shown.withArray("/" + kind.wireName())
                                .add(below(kind, child.id(), shape.of(kind, child.body(), reference.field())));
                }
        }
        return shown;
    }
}
