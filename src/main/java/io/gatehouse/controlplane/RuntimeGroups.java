package io.gatehouse.controlplane;

import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.web.Checks;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** The runtime groups that there are, and the rules for making, changing and taking them away. */
@ApplicationScoped
@Transactional
public class RuntimeGroups {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,59}");
    private static final int LONGEST_LABEL = 60;
    private static final int LONGEST_CONTENT = 200;
    private static final int MOST_LABELS = 20;

    /** What the Admin API's paths begin with beside collections of entities: a group's name stands in the same place. */
    private static final Set<String> WORDS = Set.of(
            "cache",
            "clustering",
            "config",
            "debug",
            "endpoints",
            "kong",
            "metrics",
            "proxy-cache",
            "schemas",
            "status",
            "tags",
            "targets",
            "timers",
            "workspaces");

    private final Audit audit;
    private final ServedGroup served;

    RuntimeGroups(Audit audit, ServedGroup served) {
        this.audit = audit;
        this.served = served;
    }

    /** What an operator says of a group. */
    public record Terms(String name, String region, Map<String, String> labels) {}

    public List<RuntimeGroup> all() {
        return RuntimeGroup.list("order by name");
    }

    public Optional<RuntimeGroup> find(String idOrName) {
        Optional<UUID> id = Ids.parse(idOrName);
        return id.isPresent()
                ? RuntimeGroup.findByIdOptional(id.get())
                : RuntimeGroup.find("name", idOrName).firstResultOptional();
    }

    public RuntimeGroup create(UUID id, Terms terms) {
        audit.queue();
        RuntimeGroup group = new RuntimeGroup();
        group.id = id;
        group.createdAt = Instant.now();
        apply(group, check(id, terms));
        group.persistAndFlush();
        audit.record("runtime-group.created", "runtime-group", id, group.name, Map.of("after", shown(group)));
        return group;
    }

    public RuntimeGroup change(UUID id, Terms terms) {
        audit.queue();
        RuntimeGroup group = any(id);
        Terms checked = check(id, terms);
        if (!group.name.equals(checked.name())) {
            if (group.isDefault())
                throw new Refused(
                        "name", "The group “default” keeps its name: it is the one that paths without a name mean.");
            if (served.is(id))
                throw new Refused(
                        "name",
                        "The gateway of this process serves this group, and finds it by its name at the next start."
                                + " Let it serve another one (gatehouse.runtime-group) first.");
        }
        Map<String, Object> before = shown(group);
        apply(group, checked);
        group.persistAndFlush();
        if (!before.equals(shown(group)))
            audit.record(
                    "runtime-group.changed",
                    "runtime-group",
                    id,
                    group.name,
                    Map.of("before", before, "after", shown(group)));
        return group;
    }

    /** @param withContent whether all that is in it may go too; API versions never do */
    public void delete(UUID id, boolean withContent) {
        audit.queue();
        RuntimeGroup group = any(id);
        if (group.isDefault()) throw new Refused(null, "The group “default” stays.");
        if (served.is(id))
            throw new Refused(
                    null,
                    "The gateway of this process serves this group. Let it serve another one (gatehouse.runtime-group) first.");
        List<String> versions = versionsIn(id);
        if (!versions.isEmpty())
            throw new Refused(
                    null,
                    "API versions run in this group: " + String.join(", ", versions) + ". Move or delete them first.");
        long content = ConfigEntity.count("runtimeGroup.id", id);
        if (content > 0 && !withContent)
            throw new Refused(
                    null,
                    "The group is not empty: it holds " + content + (content == 1 ? " entity" : " entities")
                            + ". Delete what is in it first.");
        ConfigEntity.delete("runtimeGroup.id", id);
        Map<String, Object> before = new TreeMap<>(shown(group));
        before.put("entities", content);
        group.delete();
        RuntimeGroup.flush();
        audit.record("runtime-group.deleted", "runtime-group", id, group.name, Map.of("before", before));
    }

    private static RuntimeGroup any(UUID id) {
        return RuntimeGroup.<RuntimeGroup>findByIdOptional(id).orElseThrow(NotFound::new);
    }

    private static List<String> versionsIn(UUID id) {
        return ApiVersion.getEntityManager()
                .createQuery(
                        "select concat(v.api.name, ' ', v.label) from ApiVersion v where v.runtimeGroupId = :id"
                                + " order by v.api.name, v.label",
                        String.class)
                .setParameter("id", id)
                .setMaxResults(5)
                .getResultList();
    }

    private Terms check(UUID id, Terms terms) {
        Checks checks = new Checks();
        String name = checks.value(() -> checkName(id, terms.name()));
        String region = checks.value(() -> Text.optionalLine("region", terms.region(), 60));
        Map<String, String> labels = checks.value(() -> checkLabels(terms.labels()));
        checks.orRefuse();
        return new Terms(name, region, labels);
    }

    private static String checkName(UUID id, String name) {
        String clean = Text.line("name", "a name", name, 60);
        if (!NAME.matcher(clean).matches() || Ids.parse(clean).isPresent())
            throw new Refused("name", "Use letters, digits, “-”, “_”, “.” and “~” only, a letter or digit first.");
        if (isReserved(clean))
            throw new Refused("name", "“" + clean + "” is a path of the Admin API already; choose another name.");
        if (RuntimeGroup.count("name = ?1 and id <> ?2", clean, id) > 0)
            throw new Refused("name", "There is a runtime group called “" + clean + "” already.");
        return clean;
    }

    private static boolean isReserved(String name) {
        return WORDS.contains(name)
                || Kind.ALL.stream()
                        .anyMatch(kind -> name.equals(kind.adminNames().collection()));
    }

    private static Map<String, String> checkLabels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) throw new Refused("labels", "Use at most " + MOST_LABELS + " labels.");
        Map<String, String> clean = new TreeMap<>();
        labels.forEach((label, content) -> clean.put(
                Text.line("labels", "a name", label, LONGEST_LABEL),
                Text.optionalLine("labels", content, LONGEST_CONTENT)));
        return clean;
    }

    private static void apply(RuntimeGroup group, Terms terms) {
        group.name = terms.name();
        group.region = terms.region();
        if (group.labels.equals(terms.labels())) return;
        group.labels.clear();
        group.labels.putAll(terms.labels());
    }

    private static Map<String, Object> shown(RuntimeGroup group) {
        return Map.of("name", group.name, "region", group.region, "labels", new TreeMap<>(group.labels));
    }
}
