package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Consumers;
import io.gatehouse.audit.Audit;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.snapshot.Compilation;
import io.gatehouse.gateway.snapshot.SnapshotCompiler;
import io.gatehouse.rights.Access;
import io.gatehouse.rights.Area;
import io.gatehouse.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The gateway configuration of a runtime group: read, written and deleted by kind. Every change is compiled in the transaction
 * that makes it, so that what is stored is always a configuration that a gateway can run; a change that breaks anything is refused
 * whole, with every problem in it ({@link InvalidConfig}).
 */
public final class ConfigStore implements ConfigView {
    private final ConfigRows rows;
    private final ReadEntities entities;
    private final References references;
    private final Guards guards;
    private final Shared shared;

    /** What all runtime groups have in common. */
    record Shared(
            Plugins plugins,
            KeyDigests digests,
            Audit audit,
            Access access,
            SnapshotCompiler compiler,
            PublishedSpecs specs,
            Event<TopologyChanged> topologyChanged,
            Consumers applications,
            Event<ConsumersChanged> consumersChanged) {}

    ConfigStore(ConfigRows rows, ReadEntities entities, References references, Guards guards, Shared shared) {
        this.rows = rows;
        this.entities = entities;
        this.references = references;
        this.guards = guards;
        this.shared = shared;
    }

    /** The runtime group whose configuration it is. */
    public UUID group() {
        return rows.group();
    }

    ConfigRows rows() {
        return rows;
    }

    @Override
    public List<Stored> list(Kind<?> kind) {
        return inTransaction(() -> rows.all(kind));
    }

    @Override
    public List<Stored> page(Kind<?> kind, UUID after, int size) {
        return inTransaction(() -> rows.page(kind, after == null ? new UUID(0, 0) : after, size));
    }

    @Override
    public List<Stored> pointingAt(Kind<?> kind, String field, UUID target) {
        return inTransaction(() -> rows.pointingAt(kind, field, target));
    }

    @Override
    public List<Stored> members(UUID consumerGroupId) {
        return pointingAt(Kind.CONSUMERS, null, consumerGroupId);
    }

    @Override
    public Optional<Stored> find(Kind<?> kind, String idOrName) {
        Optional<UUID> id = Ids.parse(idOrName);
        return inTransaction(() -> id.isPresent() ? rows.byId(kind, id.get()) : rows.byName(kind, idOrName));
    }

    @Override
    public Optional<Stored> findBySecondName(Kind<?> kind, String name) {
        return inTransaction(() -> rows.bySecondName(kind, name));
    }

    /** All of it, for who compares or replaces it as a whole. */
    public GroupContents contents() {
        return new GroupContents(this, rows, new GroupContents.Rules(entities, references, guards, shared.digests()));
    }

    void queue() {
        shared.audit().queue();
    }

    /** As it is stored. */
    public Topology topology() {
        return inTransaction(() -> new TopologyDraft(entities).topology());
    }

    /** As a gateway gets it: with the specs that its plugins take from the portal. */
    public Topology topologyForGateways() {
        return inTransaction(() -> shared.specs().in(group(), topology()));
    }

    /** What is wrong with the document whatever else there is; changes nothing. */
    public List<ConfigProblem> problems(Kind<?> kind, ObjectNode body) {
        return inTransaction(() -> {
            ObjectNode document = body.deepCopy();
            List<ConfigProblem> problems = new ArrayList<>(references.resolve(kind, document));
            problems.addAll(kind.read(document).problems());
            return problems;
        });
    }

    /** Creates the entity, or replaces all of it. */
    public Stored put(Kind<?> kind, UUID id, JsonNode body) {
        return inTransaction(() -> {
            change(change -> {
                guards.beforePut(kind, id, body);
                change.put(kind, id, body);
            });
            return rows.byId(kind, id).orElseThrow();
        });
    }

    /** Replaces the entity, unless somebody else has changed it since this version of it was read ({@link Stale}). */
    public Stored put(Kind<?> kind, UUID id, JsonNode body, long version) {
        return inTransaction(() -> {
            refuseStale(kind, id, version);
            return put(kind, id, body);
        });
    }

    /** Takes along what belongs to the entity, such as its plugins. False if there was none. */
    public boolean delete(Kind<?> kind, UUID id) {
        return inTransaction(() -> {
            boolean[] deleted = new boolean[1];
            change(change -> {
                guards.beforeDelete(kind, id);
                deleted[0] = change.delete(kind, id);
            });
            return deleted[0];
        });
    }

    public boolean delete(Kind<?> kind, UUID id, long version) {
        return inTransaction(() -> {
            refuseStale(kind, id, version);
            return delete(kind, id);
        });
    }

    private void refuseStale(Kind<?> kind, UUID id, long version) {
        shared.audit().queue();
        if (rows.byId(kind, id).filter(stored -> stored.version() == version).isEmpty()) throw new Stale();
    }

    /** For people and programs, whose rights count here whichever way they came; what they may not see is not there. */
    void change(Consumer<ConfigChange> work) {
        if (!shared.access().covers(group())) throw new NotFound();
        shared.access().check(Area.GATEWAY);
        for (ConfigChange.Step step : changeQuietly(work)) record(step);
    }

    /** Several writes as one, by Gatehouse itself: without the rules for operators, and audited by whoever calls. */
    List<ConfigChange.Step> changeQuietly(Consumer<ConfigChange> work) {
        return inTransaction(() -> {
            shared.audit().queue();
            if (RuntimeGroup.count("id", group()) == 0) throw new NotFound();
            ConfigChange change = new ConfigChange(rows, entities, references, shared.plugins(), shared.digests());
            work.accept(change);
            change.changedTopology().ifPresent(draft -> compile(draft.topology()));
            if (!change.steps().isEmpty()) rows.countUp();
            consumersChanged(change);
            return change.steps();
        });
    }

    /** Registrations count for services, by name: those who are registered are others to the gateway when a service comes or goes. */
    private void consumersChanged(ConfigChange change) {
        Set<UUID> ids = new LinkedHashSet<>(change.consumers());
        if (!change.services().isEmpty()) ids.addAll(shared.applications().registeredFor(change.services()));
        if (!ids.isEmpty()) shared.consumersChanged().fire(new ConsumersChanged(group(), ids));
    }

    /** Takes a spec anew that has changed in the portal, if any plugin here uses it. Refuses one that the plugin cannot use. */
    void takeSpecOf(String service) {
        inTransaction(() -> {
            Topology stored = topology();
            if (PublishedSpecs.areUsedBy(service, stored)) compile(stored);
            return null;
        });
    }

    /** Refuses what no gateway could run. */
    void check(Topology topology) {
        Compilation compilation = shared.compiler().compile(shared.specs().in(group(), topology));
        if (!compilation.problems().isEmpty())
            throw new InvalidConfig(InvalidConfig.Reason.INVALID, compilation.problems());
    }

    private void compile(Topology stored) {
        check(stored);
        shared.topologyChanged().fire(new TopologyChanged(group()));
    }

    /** Reads and writes that are done all or not at all, and nobody else's between them: what is thrown undoes them. */
    public <T> T alone(Callable<T> work) {
        return inTransaction(() -> {
            queue();
            return work.call();
        });
    }

    /** In that of the caller, if there is one. What is thrown undoes it. */
    private static <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.joiningExisting().call(work);
    }

    private void record(ConfigChange.Step step) {
        String what = step.kind().wireName().replaceFirst("s$", "");
        String happened = step.before() == null ? ".created" : step.after() == null ? ".deleted" : ".changed";
        Map<String, Object> difference = new TreeMap<>(Masking.difference(step.before(), step.after()));
        difference.put("runtime_group", groupName());
        shared.audit().recordIn(group(), what + happened, what, step.id(), nameOf(step), difference);
    }

    private String groupName() {
        return RuntimeGroup.<RuntimeGroup>findById(group()).name;
    }

    private static String nameOf(ConfigChange.Step step) {
        ObjectNode body = step.after() == null ? step.before() : step.after();
        boolean isPlugin = step.kind() == Kind.PLUGINS;
        if (step.kind() == Kind.KEYAUTH_CREDENTIALS) return body.path("hint").asText();
        return isPlugin || step.name() == null
                ? body.path("name").asText(step.id().toString())
                : body.path(step.kind().keyField()).asText();
    }
}
