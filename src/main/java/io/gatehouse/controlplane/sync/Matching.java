package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.controlplane.GroupContents;
import io.gatehouse.controlplane.Ids;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Finds what of a file stands in the group already, by id or else by name, and gives all else an id that is free there. So a file
 * without ids, or with those of another group, means what is there and not a copy of it.
 */
final class Matching {
    private static final String ID = "id";
    private static final String CONSUMER = "consumer";
    private static final String APPLICATION = "app-";

    private final Map<Kind<?>, List<Wanted>> wanted;
    private final Standing standing;
    private final GroupContents contents;
    private final Set<String> selectTags;
    private final boolean servesPortal;
    /** From the file's ids to the group's. */
    private final Map<Kind<?>, Map<UUID, UUID>> ids = new HashMap<>();

    private final Map<Kind<?>, Map<UUID, Wanted>> byStanding = new HashMap<>();
    private final Set<String> applications = new HashSet<>();

    Matching(Map<Kind<?>, List<Wanted>> wanted, Standing standing, GroupContents contents, Set<String> selectTags) {
        this.wanted = wanted;
        this.standing = standing;
        this.contents = contents;
        this.selectTags = selectTags;
        this.servesPortal = contents.servesPortal();
    }

    /** In the order of kinds: an entity may be known only by what it points at. */
    void run() {
        for (Kind<?> kind : Kind.ALL) {
            List<Wanted> all = wanted.get(kind);
            all.forEach(this::point);
            if (kind == Kind.CONSUMERS) leaveOutApplications(all);
            match(kind, all);
            all.forEach(this::settle);
        }
    }

    /** What of the file stands for it; null for nothing. */
    Wanted of(Kind<?> kind, UUID id) {
        return byStanding.getOrDefault(kind, Map.of()).get(id);
    }

    private void match(Kind<?> kind, List<Wanted> all) {
        Map<UUID, Wanted> claimed = byStanding.computeIfAbsent(kind, any -> new HashMap<>());
        for (Wanted one : all) {
            boolean isIdMeant = one.source.isIdGiven() || Keys.of(kind, one.document) == null;
            if (isIdMeant) claim(one, standing.byId(kind, one.idInFile), claimed);
        }
        for (Wanted one : all) claim(one, standing.byKey(kind, Keys.of(kind, one.document)), claimed);
        for (Wanted one : all) {
            String second = Keys.second(kind, one.document);
            if (second != null) claim(one, standing.bySecondName(kind, second), claimed);
        }
        Set<UUID> taken = new HashSet<>(claimed.keySet());
        for (Wanted one : all) {
            if (one.id == null)
                one.id = standing.byId(kind, one.idInFile) == null && taken.add(one.idInFile)
                        ? one.idInFile
                        : UUID.randomUUID();
            ids.computeIfAbsent(kind, any -> new HashMap<>()).put(one.idInFile, one.id);
        }
    }

    private static void claim(Wanted one, Standing.One match, Map<UUID, Wanted> claimed) {
        if (match == null || one.id != null || !match.isInScope() || claimed.containsKey(match.id())) return;
        one.match = match;
        one.id = match.id();
        claimed.put(match.id(), one);
    }

    private Optional<UUID> here(Kind<?> kind, UUID inFile) {
        return Optional.ofNullable(ids.getOrDefault(kind, Map.of()).get(inFile));
    }

    /** References, from the file's ids to the group's; what the file does not hold is meant by the group's own. */
    private void point(Wanted one) {
        ObjectNode document = one.document;
        one.kind.references().forEach(reference -> {
            UUID target = Ids.parse(document.path(reference.field()).path(ID).asText(""))
                    .orElse(null);
            if (target == null) return;
            here(reference.kind(), target)
                    .ifPresent(id -> document.putObject(reference.field()).put(ID, id.toString()));
        });
        if (document.get("ca_certificates") instanceof ArrayNode authorities)
            for (int i = 0; i < authorities.size(); i++) {
                String id = authorities.get(i).asText();
                authorities.set(i, text(Kind.CA_CERTIFICATES, id));
            }
        if (document.get("registrations") instanceof ObjectNode registrations) {
            ObjectNode pointed = document.putObject("registrations");
            registrations
                    .properties()
                    .forEach(registration -> pointed.set(
                            text(Kind.SERVICES, registration.getKey()).asText(), registration.getValue()));
        }
    }

    private JsonNode text(Kind<?> kind, String inFile) {
        UUID id = UUID.fromString(inFile);
        return TextNode.valueOf(here(kind, id).orElse(id).toString());
    }

    /** Applications of this portal are known in every group that has the services of their registrations. */
    private void leaveOutApplications(List<Wanted> consumers) {
        Map<UUID, Wanted> maybe = new HashMap<>();
        for (Wanted one : consumers) {
            String name = one.document.path("username").asText("");
            if (name.startsWith(APPLICATION))
                Ids.parse(name.substring(APPLICATION.length())).ifPresent(id -> maybe.put(id, one));
        }
        for (UUID id : contents.applications(maybe.keySet())) {
            Wanted one = maybe.get(id);
            one.id = id;
            applications.add(id.toString());
            one.leftOut =
                    "This is an application of the portal here, which lets it in wherever there is a service that it is"
                            + " registered for.";
        }
    }

    /** The document as it will be stored. */
    private void settle(Wanted one) {
        ObjectNode document = one.document;
        document.put(ID, one.id.toString());
        Tags.add(document, selectTags);
        if (document.get("groups") instanceof ArrayNode groups) {
            Set<String> sorted = new TreeSet<>();
            groups.forEach(group -> sorted.add(group.asText()));
            ArrayNode list = document.putArray("groups");
            sorted.forEach(list::add);
        }
        boolean isOfApplication = Kind.OF_CONSUMERS.contains(one.kind)
                && applications.contains(document.path(CONSUMER).path(ID).asText(""));
        if (isOfApplication) one.leftOut = "";
    }

    /** In a group that the portal serves its tag is on what it has put there, and on nothing that a file brings. */
    void mark(Wanted one, Stored before) {
        boolean isGuarded = one.kind == Kind.PLUGINS || one.kind == Kind.CONSUMER_GROUPS;
        if (!servesPortal) return;
        List<String> mark = List.of(Stored.PORTAL_TAG);
        if (before != null && before.isMarked()) Tags.add(one.document, mark);
        else if (isGuarded) Tags.remove(one.document, mark);
    }

    List<Wanted> all(Kind<?> kind) {
        return wanted.get(kind);
    }
}
