package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Application;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** All that a runtime group holds, for who compares or replaces it as a whole. To be used within a transaction. */
public final class GroupContents {
    private static final int AT_ONCE = 500;

    private final ConfigStore store;
    private final ConfigRows rows;
    private final Rules rules;

    record Rules(ReadEntities entities, References references, Guards guards, KeyDigests digests) {}

    GroupContents(ConfigStore store, ConfigRows rows, Rules rules) {
        this.store = store;
        this.rows = rows;
        this.rules = rules;
    }

    /**
     * What an entity is found by.
     *
     * @param uniqueName and {@code secondName}: no other of its kind has them; null for none
     */
    public record Named(UUID id, String uniqueName, String secondName) {}

    /** An entity that is to be so, complete and right; or to go, if {@code after} is null. */
    public record Write(Kind<?> kind, UUID id, ObjectNode after) {}

    /** Nobody else changes anything until the end of the transaction. */
    public void lock() {
        store.queue();
    }

    /** Goes up with every change. */
    public long revision() {
        return rows.revision();
    }

    public List<Named> names(Kind<?> kind) {
        return rows.names(kind).stream()
                .map(name -> new Named(name.id(), name.uniqueName(), name.secondName()))
                .toList();
    }

    public List<Stored> all(Kind<?> kind) {
        return rows.all(kind);
    }

    public List<Stored> byIds(Kind<?> kind, List<UUID> ids) {
        return rows.byIds(kind, ids);
    }

    /** Hands over those of a kind one after another, with no more than a few in memory. */
    public void each(Kind<?> kind, Consumer<Stored> taker) {
        UUID last = new UUID(0, 0);
        List<Stored> page;
        do {
            page = rows.page(kind, last, AT_ONCE);
            page.forEach(taker);
            if (!page.isEmpty()) last = page.get(page.size() - 1).id();
        } while (page.size() == AT_ONCE);
    }

    /** Credentials and the like, by consumer. */
    public Map<UUID, List<Record>> belongings(Collection<UUID> consumers) {
        return rows.belongings(consumers);
    }

    public List<Pointer> pointingAt(Collection<UUID> targets) {
        List<UUID> ids = List.copyOf(targets);
        List<Pointer> pointers = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE)
            pointers.addAll(rows.pointingAt(ids.subList(from, Math.min(from + AT_ONCE, ids.size()))));
        return pointers;
    }

    /** Of what is stored, and of an application of the portal, which is a consumer too. */
    public Optional<UUID> find(Kind<?> kind, String idOrName) {
        return rules.references().find(kind, idOrName);
    }

    /** Those that are applications of this portal. */
    public Set<UUID> applications(Collection<UUID> ids) {
        List<UUID> all = List.copyOf(ids);
        Set<UUID> found = new HashSet<>();
        for (int from = 0; from < all.size(); from += AT_ONCE)
            Application.<Application>list(
                            "id in ?1 and state <> ?2",
                            all.subList(from, Math.min(from + AT_ONCE, all.size())),
                            Application.State.DELETED)
                    .forEach(application -> found.add(application.id));
        return found;
    }

    /** Whether the portal keeps something in the group by itself. */
    public boolean servesPortal() {
        return rules.guards().servesPortal();
    }

    /** Why an entity stays although nothing names it; only in a group that the portal serves. */
    public Optional<String> reasonToKeep(Stored stored) {
        if (stored.kind() == Kind.ROUTES && stored.isMarked() && isOfServedService(stored))
            return Optional.of("Gatehouse keeps this route for an API version.");
        return objection(stored, null).map(ConfigProblem::message);
    }

    private boolean isOfServedService(Stored route) {
        return Ids.parse(route.body().path("service").path("id").asText(""))
                .flatMap(id -> rows.byId(Kind.SERVICES, id))
                .flatMap(service -> objection(service, null))
                .isPresent();
    }

    /** Why an entity cannot become this; only in a group that the portal serves. */
    public Optional<ConfigProblem> objection(Stored stored, ObjectNode after) {
        return rules.guards().objection(stored, after);
    }

    /** What is kept of a secret, in place of the secret: what was kept before, if it is the same one. */
    public void keepSecret(Kind<?> kind, ObjectNode after, ObjectNode before) {
        rules.digests().replaceSecret(kind, after, before);
    }

    /** Refuses what no gateway could run; changes nothing. */
    public void check(List<Write> writes) {
        TopologyDraft draft = new TopologyDraft(rules.entities());
        boolean isChanged = false;
        for (Write write : writes) {
            if (!TopologyDraft.holds(write.kind())) continue;
            isChanged = true;
            if (write.after() == null) draft.remove(write.kind(), write.id());
            else
                draft.put(
                        write.kind(),
                        write.id(),
                        write.kind().read(write.after()).entity().orElseThrow());
        }
        if (isChanged) store.check(draft.topology());
    }

    /**
     * All of it or nothing.
     *
     * @param writes what is pointed at before what points there, and the other way round for what goes
     * @param freed whose names others get
     */
    public void write(List<Write> writes, Map<Kind<?>, ? extends Collection<UUID>> freed) {
        if (writes.isEmpty()) return;
        store.change(change -> {
            freed.forEach((kind, ids) -> {
                if (!ids.isEmpty()) rows.free(kind, ids);
            });
            int done = 0;
            for (Write write : writes) {
                if (write.after() == null) change.remove(write.kind(), write.id());
                else change.write(write.kind(), write.id(), write.after());
                if (++done % AT_ONCE == 0) rows.forget();
            }
        });
    }
}
