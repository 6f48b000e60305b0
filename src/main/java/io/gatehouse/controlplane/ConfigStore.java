package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.audit.Audit;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.snapshot.Compilation;
import io.gatehouse.gateway.snapshot.SnapshotCompiler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The gateway configuration of the runtime group: read, written and deleted by kind. Every change is compiled in the transaction
 * that makes it, so that what is stored is always a configuration that a gateway can run; a change that breaks anything is refused
 * whole, with every problem in it ({@link InvalidConfig}).
 */
@ApplicationScoped
@Transactional
public class ConfigStore implements ConfigView {
    private final ConfigRows rows;
    private final ReadEntities entities;
    private final References references;
    private final Plugins plugins;
    private final KeyDigests digests;
    private final Guards guards;
    private final Audit audit;
    private final SnapshotCompiler compiler;
    private final Event<TopologyChanged> topologyChanged;
    private final Event<ConsumerChanged> consumerChanged;

    ConfigStore(
            ConfigRows rows,
            ReadEntities entities,
            References references,
            Plugins plugins,
            KeyDigests digests,
            Guards guards,
            Audit audit,
            Event<TopologyChanged> topologyChanged,
            Event<ConsumerChanged> consumerChanged) {
        this.rows = rows;
        this.entities = entities;
        this.references = references;
        this.plugins = plugins;
        this.digests = digests;
        this.guards = guards;
        this.audit = audit;
        this.topologyChanged = topologyChanged;
        this.consumerChanged = consumerChanged;
        InstantSource clock = InstantSource.system();
        compiler = new SnapshotCompiler(
                plugins, new LocalIdentityIndex(digests.digest(), clock), new LocalRateLimiter(clock), clock);
    }

    @Override
    public List<Stored> list(Kind<?> kind) {
        return rows.all(kind);
    }

    @Override
    public List<Stored> page(Kind<?> kind, UUID after, int size) {
        return rows.page(kind, after == null ? new UUID(0, 0) : after, size);
    }

    @Override
    public List<Stored> pointingAt(Kind<?> kind, String field, UUID target) {
        return rows.pointingAt(kind, field, target);
    }

    @Override
    public List<Stored> members(UUID consumerGroupId) {
        return rows.pointingAt(Kind.CONSUMERS, null, consumerGroupId);
    }

    @Override
    public Optional<Stored> find(Kind<?> kind, String idOrName) {
        Optional<UUID> id = Ids.parse(idOrName);
        return id.isPresent() ? rows.byId(kind, id.get()) : rows.byName(kind, idOrName);
    }

    @Override
    public Optional<Stored> findBySecondName(Kind<?> kind, String name) {
        return rows.bySecondName(kind, name);
    }

    public Topology topology() {
        return new TopologyDraft(entities).topology();
    }

    /** What is wrong with the document whatever else there is; changes nothing. */
    public List<ConfigProblem> problems(Kind<?> kind, ObjectNode body) {
        ObjectNode document = body.deepCopy();
        List<ConfigProblem> problems = new ArrayList<>(references.resolve(kind, document));
        problems.addAll(kind.read(document).problems());
        return problems;
    }

    /** Creates the entity, or replaces all of it. */
    public Stored put(Kind<?> kind, UUID id, JsonNode body) {
        change(change -> {
            guards.beforePut(kind, id, body);
            change.put(kind, id, body);
        });
        return rows.byId(kind, id).orElseThrow();
    }

    /** Replaces the entity, unless somebody else has changed it since this version of it was read ({@link Stale}). */
    public Stored put(Kind<?> kind, UUID id, JsonNode body, long version) {
        refuseStale(kind, id, version);
        return put(kind, id, body);
    }

    /** Takes along what belongs to the entity, such as its plugins. False if there was none. */
    public boolean delete(Kind<?> kind, UUID id) {
        boolean[] deleted = new boolean[1];
        change(change -> {
            guards.beforeDelete(kind, id);
            deleted[0] = change.delete(kind, id);
        });
        return deleted[0];
    }

    public boolean delete(Kind<?> kind, UUID id, long version) {
        refuseStale(kind, id, version);
        return delete(kind, id);
    }

    private void refuseStale(Kind<?> kind, UUID id, long version) {
        audit.queue();
        if (rows.byId(kind, id).filter(stored -> stored.version() == version).isEmpty()) throw new Stale();
    }

    private void change(Consumer<ConfigChange> work) {
        for (ConfigChange.Step step : changeQuietly(work)) record(step);
    }

    /** Several writes as one, by Gatehouse itself: without the rules for operators, and audited by whoever calls. */
    List<ConfigChange.Step> changeQuietly(Consumer<ConfigChange> work) {
        audit.queue();
        ConfigChange change = new ConfigChange(rows, entities, references, plugins, digests);
        work.accept(change);
        change.changedTopology().ifPresent(draft -> {
            Compilation compilation = compiler.compile(draft.topology());
            if (!compilation.problems().isEmpty())
                throw new InvalidConfig(InvalidConfig.Reason.INVALID, compilation.problems());
            topologyChanged.fire(new TopologyChanged(RuntimeGroup.DEFAULT));
        });
        change.consumers().forEach(id -> consumerChanged.fire(new ConsumerChanged(id)));
        return change.steps();
    }

    private void record(ConfigChange.Step step) {
        String what = step.kind().wireName().replaceFirst("s$", "");
        String happened = step.before() == null ? ".created" : step.after() == null ? ".deleted" : ".changed";
        Map<String, Object> difference = Masking.difference(step.before(), step.after());
        audit.record(what + happened, what, step.id(), nameOf(step), difference);
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
