package io.gatehouse.controlplane;

import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.rights.Access;
import io.gatehouse.rights.Area;
import io.gatehouse.web.Checks;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** The runtime groups that whoever asks may know of, and the rules for making, changing and taking them away. */
@ApplicationScoped
@Transactional
public class RuntimeGroups {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,59}");
    private static final Pattern PROXY_URL = Pattern.compile(
            "https?://(\\[[0-9a-fA-F:.]+]|[^\\s/?#@:\\[\\]\"'<>\\\\]+)(:\\d{1,5})?(/[^\\s?#\"'<>\\\\]*)?");
    private static final int LONGEST_LABEL = 60;
    private static final int LONGEST_CONTENT = 200;
    private static final int MOST_LABELS = 20;

    /** What the Admin API's paths begin with beside collections of entities: a group's name stands in the same place. */
    private static final Set<String> WORDS = Set.of(
            "cache",
            "clustering",
            "config",
            "debug",
            "dump",
            "endpoints",
            "kong",
            "metrics",
            // The console's form for one that is not there yet.
            "new",
            "portal",
            "proxy-cache",
            "schemas",
            "status",
            "sync",
            "tags",
            "targets",
            "timers",
            "workspaces");

    private final Audit audit;
    private final ServedGroup served;
    private final Event<TopologyChanged> topologyChanged;
    private final Instance<GroupUse> uses;
    private final Access access;

    RuntimeGroups(
            Audit audit,
            ServedGroup served,
            Event<TopologyChanged> topologyChanged,
            Instance<GroupUse> uses,
            Access access) {
        this.topologyChanged = topologyChanged;
        this.access = access;
        this.audit = audit;
        this.served = served;
        this.uses = uses;
    }

    /** What an operator says of a group. */
    public record Terms(String name, String region, String proxyUrl, Map<String, String> labels) {
        public static final Terms NONE = new Terms("", "", "", Map.of());

        public static Terms of(RuntimeGroup group) {
            return new Terms(group.name, group.region, group.proxyUrl, group.labels);
        }
    }

    /**
     * What is in a group, and what keeps it from going.
     *
     * @param kinds how many entities of each, by wire name
     * @param versions some of those that run in it
     * @param stays why it can never go as things are; empty if it can
     */
    public record Content(Map<String, Long> kinds, List<String> versions, String stays) {
        public long entities() {
            return kinds.values().stream().mapToLong(Long::longValue).sum();
        }

        public boolean isEmpty() {
            return kinds.isEmpty() && versions.isEmpty();
        }

        public long of(String kind) {
            return kinds.getOrDefault(kind, 0L);
        }
    }

    public List<RuntimeGroup> all() {
        return access.isWhole()
                ? RuntimeGroup.list("order by name")
                : RuntimeGroup.list("id in ?1 order by name", access.groups());
    }

    public Optional<RuntimeGroup> find(String idOrName) {
        Optional<UUID> id = Ids.parse(idOrName);
        Optional<RuntimeGroup> found = id.isPresent()
                ? RuntimeGroup.findByIdOptional(id.get())
                : RuntimeGroup.find("name", idOrName).firstResultOptional();
        return found.filter(group -> access.covers(group.id));
    }

    public RuntimeGroup create(UUID id, Terms terms) {
        access.check(Area.INSTALLATION);
        audit.queue();
        RuntimeGroup group = new RuntimeGroup();
        group.id = id;
        group.createdAt = Instant.now();
        apply(group, check(id, terms));
        group.persistAndFlush();
        // The number of a group that begins anew under an old id does not begin anew.
        topologyChanged.fire(new TopologyChanged(id));
        audit.recordIn(id, "runtime-group.created", "runtime-group", id, group.name, Map.of("after", shown(group)));
        return group;
    }

    public RuntimeGroup change(UUID id, Terms terms) {
        access.check(Area.INSTALLATION);
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
            audit.recordIn(
                    id,
                    "runtime-group.changed",
                    "runtime-group",
                    id,
                    group.name,
                    Map.of("before", before, "after", shown(group)));
        return group;
    }

    /** @param withContent whether all that is in it may go too; API versions never do */
    public void delete(UUID id, boolean withContent) {
        access.check(Area.INSTALLATION);
        audit.queue();
        RuntimeGroup group = any(id);
        String stays = stays(group);
        if (!stays.isEmpty()) throw new Refused(null, stays);
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
        audit.recordIn(id, "runtime-group.deleted", "runtime-group", id, group.name, Map.of("before", before));
    }

    private String stays(RuntimeGroup group) {
        if (group.isDefault()) return "The group “default” stays.";
        if (served.is(group.id))
            return "The gateway of this process serves this group. Let it serve another one (gatehouse.runtime-group) first.";
        return uses.stream()
                .flatMap(use -> use.of(group.id).stream())
                .findFirst()
                .orElse("");
    }

    public Content content(UUID id) {
        return new Content(kinds(List.of(id)).getOrDefault(id, Map.of()), versionsIn(id), stays(any(id)));
    }

    /** How many entities of each kind there are, by group: one query for all of them. */
    public Map<UUID, Map<String, Long>> kinds(Collection<UUID> ids) {
        Map<UUID, Map<String, Long>> kinds = new HashMap<>();
        ConfigEntity.getEntityManager()
                .createQuery(
                        "select e.runtimeGroup.id, e.kind, count(e) from ConfigEntity e where e.runtimeGroup.id in :ids"
                                + " group by e.runtimeGroup.id, e.kind",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> kinds.computeIfAbsent((UUID) row[0], any -> new TreeMap<>())
                        .put((String) row[1], (Long) row[2]));
        return kinds;
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
        String proxyUrl = checks.value(() -> checkProxyUrl(terms.proxyUrl()));
        Map<String, String> labels = checks.value(() -> checkLabels(terms.labels()));
        checks.orRefuse();
        return new Terms(name, region, proxyUrl, labels);
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

    /** It stands in front of the paths of routes in samples: no query, and nobody's password. */
    private static String checkProxyUrl(String typed) {
        String clean = Text.optionalLine("proxy_url", typed, 400).replaceAll("/+$", "");
        if (clean.isEmpty() || PROXY_URL.matcher(clean).matches()) return clean;
        throw new Refused("proxy_url", "Give a full address without a query, such as “https://eu.example.com”.");
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
        group.proxyUrl = terms.proxyUrl();
        if (group.labels.equals(terms.labels())) return;
        group.labels.clear();
        group.labels.putAll(terms.labels());
    }

    private static Map<String, Object> shown(RuntimeGroup group) {
        return Map.of(
                "name",
                group.name,
                "region",
                group.region,
                "proxy_url",
                group.proxyUrl,
                "labels",
                new TreeMap<>(group.labels));
    }
}
