package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.GroupContents;
import io.gatehouse.controlplane.GroupContents.Write;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.DocumentProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What has to be done so that a group holds what a file says. Made once for all kinds of entities: the file is in memory, and what
 * stands in the group is gone through piece by piece.
 */
final class SyncPlan {
    private static final int AT_ONCE = 500;

    private final GroupContents contents;
    private final Standing standing;
    private final Matching matching;
    private final boolean prunes;
    private final boolean servesPortal;

    private final List<SyncOutcome.Entry> created = new ArrayList<>();
    private final List<SyncOutcome.Entry> changed = new ArrayList<>();
    private final List<SyncOutcome.Entry> kept = new ArrayList<>();
    private final List<Write> puts = new ArrayList<>();
    private final Map<Kind<?>, Map<UUID, Stored>> going = new LinkedHashMap<>();
    private final Map<Kind<?>, Set<UUID>> freed = new HashMap<>();
    private final Map<UUID, Wanted> sources = new HashMap<>();
    private final Map<UUID, String> names = new HashMap<>();
    private final List<DocumentProblem> problems = new ArrayList<>();

    SyncPlan(GroupContents contents, Standing standing, Matching matching, boolean prunes) {
        this.contents = contents;
        this.standing = standing;
        this.matching = matching;
        this.prunes = prunes;
        this.servesPortal = contents.servesPortal();
    }

    void make() {
        for (Kind<?> kind : Kind.ALL) {
            going.put(kind, new LinkedHashMap<>());
            for (Wanted one : matching.all(kind)) name(one);
        }
        for (Kind<?> kind : Kind.ALL) {
            compare(kind);
            create(kind);
        }
        takeAlong();
        for (Kind<?> kind : Kind.ALL) for (Wanted one : matching.all(kind)) check(one);
        if (!problems.isEmpty()) throw new RefusedDocument(problems);
    }

    private void name(Wanted one) {
        sources.put(one.id, one);
        names.put(one.id, Labels.of(one.kind, one.document));
        if (one.leftOut != null && !one.leftOut.isEmpty())
            kept.add(entry(one.kind, one.document, Map.of(), one.leftOut));
    }

    /** What stands in the group, with what the file says of it. */
    private void compare(Kind<?> kind) {
        List<UUID> ids = standing.all(kind).stream()
                .filter(Standing.One::isInScope)
                .map(Standing.One::id)
                .filter(id -> prunes || matching.of(kind, id) != null)
                .toList();
        for (int from = 0; from < ids.size(); from += AT_ONCE)
            for (Stored stored : contents.byIds(kind, ids.subList(from, Math.min(from + AT_ONCE, ids.size())))) {
                names.putIfAbsent(stored.id(), Labels.of(kind, stored.body()));
                Wanted one = matching.of(kind, stored.id());
                if (one == null) leave(stored);
                else if (one.leftOut == null) compare(stored, one);
            }
    }

    private void leave(Stored stored) {
        Optional<String> reason = servesPortal ? contents.reasonToKeep(stored) : Optional.empty();
        if (reason.isPresent()) kept.add(entry(stored.kind(), stored.body(), Map.of(), reason.get()));
        else going.get(stored.kind()).put(stored.id(), stored);
    }

    private void compare(Stored stored, Wanted one) {
        ObjectNode after = one.document;
        matching.mark(one, stored);
        contents.keepSecret(one.kind, after, stored.body());
        after.set("created_at", stored.body().get("created_at"));
        Map<String, SyncOutcome.Change> fields = Differences.between(one.kind, stored.body(), after);
        if (fields.isEmpty()) return;
        Optional<ConfigProblem> objection = servesPortal ? contents.objection(stored, after) : Optional.empty();
        if (objection.isPresent() && stored.isDerivedPlugin()) {
            kept.add(entry(one.kind, stored.body(), fields, objection.get().message()));
            return;
        }
        objection.ifPresent(problem -> problems.add(one.problem(problem)));
        changed.add(entry(one.kind, after, fields, null));
        put(one);
    }

    private void create(Kind<?> kind) {
        for (Wanted one : matching.all(kind)) {
            if (one.match != null || one.leftOut != null) continue;
            matching.mark(one, null);
            contents.keepSecret(kind, one.document, null);
            created.add(entry(kind, one.document, Map.of(), null));
            put(one);
        }
    }

    private void put(Wanted one) {
        puts.add(new Write(one.kind, one.id, one.document));
    }

    /** What belongs to something that goes goes too; what only uses it and stays is a reason to refuse. */
    private void takeAlong() {
        Set<UUID> fresh = goingIds();
        while (!fresh.isEmpty()) {
            Map<Kind<?>, List<UUID>> more = new HashMap<>();
            for (var pointer : contents.pointingAt(fresh)) {
                boolean isSettled = going.get(pointer.kind()).containsKey(pointer.id())
                        || matching.of(pointer.kind(), pointer.id()) != null;
                if (isSettled || pointer.isMembership()) continue;
                if (pointer.isOwned())
                    more.computeIfAbsent(pointer.kind(), any -> new ArrayList<>())
                            .add(pointer.id());
                else problems.add(stillUsed(pointer.kind(), pointer.id(), pointer.target()));
            }
            fresh = new LinkedHashSet<>();
            for (Map.Entry<Kind<?>, List<UUID>> ofKind : more.entrySet())
                for (Stored stored : contents.byIds(ofKind.getKey(), ofKind.getValue())) {
                    going.get(ofKind.getKey()).put(stored.id(), stored);
                    kept.removeIf(entry -> entry.id().equals(stored.id()));
                    names.putIfAbsent(stored.id(), Labels.of(stored.kind(), stored.body()));
                    fresh.add(stored.id());
                }
        }
    }

    private Set<UUID> goingIds() {
        Set<UUID> ids = new LinkedHashSet<>();
        going.values().forEach(ofKind -> ids.addAll(ofKind.keySet()));
        return ids;
    }

    private DocumentProblem stillUsed(Kind<?> kind, UUID id, UUID target) {
        String user = contents.byIds(kind, List.of(id)).stream()
                .map(stored -> Labels.of(kind, stored.body()))
                .findFirst()
                .orElse(id.toString());
        String message = "the file does not name “" + names.get(target) + "”, so that it would go, but “" + user
                + "” of the " + kind.wireName() + " uses it and stays; name it in the file, or delete “" + user
                + "” first";
        return new DocumentProblem("", new ConfigProblem(kind.wireName(), id, user, null, message), null);
    }

    /** Whether an entity of the file can be what it is beside all that stays. */
    private void check(Wanted one) {
        if (one.leftOut != null) return;
        Kind<?> kind = one.kind;
        for (Kind.Reference reference : kind.references())
            checkGoing(
                    one,
                    reference.field(),
                    reference.kind(),
                    one.document.path(reference.field()).path("id").asText(""));
        for (var group : one.document.path("groups")) {
            Standing.One stood = standing.byKey(Kind.CONSUMER_GROUPS, group.asText());
            if (stood != null)
                checkGoing(one, "groups", Kind.CONSUMER_GROUPS, stood.id().toString());
        }
        String name = kind.uniqueName(one.document);
        if (name != null) checkTaken(one, kind.adminNames().key(), standing.byName(kind, name));
        String second = Keys.second(kind, one.document);
        if (second != null) checkTaken(one, kind.uniqueFields().get(1), standing.bySecondName(kind, second));
        if (!Keys.isName(kind)) checkTaken(one, "name", standing.byKey(kind, Keys.of(kind, one.document)));
    }

    private void checkGoing(Wanted one, String field, Kind<?> kind, String id) {
        if (id.isEmpty() || !going.get(kind).containsKey(UUID.fromString(id))) return;
        problems.add(one.problem(
                field,
                "it points at “" + names.get(UUID.fromString(id))
                        + "”, which goes because the file does not name it; put it into the " + kind.wireName()
                        + " of the file"));
    }

    private void checkTaken(Wanted one, String field, Standing.One other) {
        if (other == null || other.id().equals(one.id)) return;
        Wanted itself = matching.of(one.kind, other.id());
        boolean goesOrChanges = itself != null || going.get(one.kind).containsKey(other.id());
        if (goesOrChanges) {
            freed.computeIfAbsent(one.kind, any -> new LinkedHashSet<>()).add(other.id());
            return;
        }
        String where = other.isInScope() ? "there already" : "there already, without the tags that this sync is for";
        problems.add(one.problem(
                field,
                "“" + names.getOrDefault(one.id, "") + "” is " + where + "; choose another " + field
                        + ", or give the other one these tags"));
    }

    private SyncOutcome.Entry entry(
            Kind<?> kind, ObjectNode document, Map<String, SyncOutcome.Change> fields, String why) {
        UUID id = UUID.fromString(document.path("id").asText());
        return new SyncOutcome.Entry(kind, Labels.of(kind, document), id, owners(kind, document), fields, why);
    }

    /** Such as {@code service parcels, consumer ben}. */
    private String owners(Kind<?> kind, ObjectNode document) {
        List<String> owners = new ArrayList<>();
        for (Kind.Reference reference : kind.references()) {
            String id = document.path(reference.field()).path("id").asText("");
            if (!id.isEmpty() && !reference.field().equals("client_certificate"))
                owners.add(reference.field() + " " + name(reference.kind(), UUID.fromString(id)));
        }
        return owners.isEmpty() ? null : String.join(", ", owners);
    }

    private String name(Kind<?> kind, UUID id) {
        String name = names.get(id);
        if (name != null) return name;
        Standing.One stood = standing.byId(kind, id);
        return stood == null || stood.key() == null ? id.toString() : stood.key();
    }

    /** Those that are pointed at first; what goes in reverse. */
    List<Write> writes() {
        List<Write> all = new ArrayList<>(puts);
        List<Kind<?>> kinds = new ArrayList<>(Kind.ALL);
        Collections.reverse(kinds);
        for (Kind<?> kind : kinds) going.get(kind).keySet().forEach(id -> all.add(new Write(kind, id, null)));
        return all;
    }

    Map<Kind<?>, ? extends Collection<UUID>> freed() {
        return freed;
    }

    /** Problems that were found when everything stood together, at their places in the file. */
    List<DocumentProblem> placed(List<ConfigProblem> found) {
        return found.stream()
                .map(problem -> {
                    Wanted source = sources.get(problem.id());
                    return source == null || !source.kind.wireName().equals(problem.kind())
                            ? new DocumentProblem("", problem, null)
                            : source.problem(problem);
                })
                .toList();
    }

    SyncOutcome outcome(boolean isDryRun, long revision) {
        List<SyncOutcome.Entry> deleted = new ArrayList<>();
        going.forEach((kind, ofKind) ->
                ofKind.values().forEach(stored -> deleted.add(entry(kind, stored.body(), Map.of(), null))));
        return new SyncOutcome(isDryRun, revision, created, changed, deleted, kept);
    }
}
