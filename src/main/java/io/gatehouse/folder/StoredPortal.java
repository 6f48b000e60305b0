package io.gatehouse.folder;

import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.folder.PortalState.ApiState;
import io.gatehouse.folder.PortalState.GatewayState;
import io.gatehouse.folder.PortalState.LookState;
import io.gatehouse.folder.PortalState.PlanState;
import io.gatehouse.folder.PortalState.RouteState;
import io.gatehouse.folder.PortalState.VersionState;
import io.gatehouse.theme.Themes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What this installation's database holds of a portal, and by which ids. Works inside the caller's transaction. */
@Singleton
class StoredPortal {
    private final EntityManager entities;
    private final Plans plans;
    private final ServedVersions served;
    private final RuntimeGroups groups;
    private final Themes themes;

    StoredPortal(EntityManager entities, Plans plans, ServedVersions served, RuntimeGroups groups, Themes themes) {
        this.entities = entities;
        this.plans = plans;
        this.served = served;
        this.groups = groups;
        this.themes = themes;
    }

    /** @param ids of versions by place, which the state does not hold */
    record Found(
            PortalState state,
            Map<FolderLayout.Version, UUID> versions,
            Map<String, UUID> apis,
            Map<String, UUID> plans) {

        /** The same for the same portal, and another for every other. */
        String revision() {
            StringBuilder all = new StringBuilder();
            FolderWriter.files(state)
                    .forEach((file, content) -> all.append(file)
                            .append(' ')
                            .append(SpecParser.hash(content))
                            .append('\n'));
            state.apis()
                    .forEach((slug, api) -> api.versions()
                            .forEach((label, version) -> all.append(slug)
                                    .append(' ')
                                    .append(label)
                                    .append(' ')
                                    .append(version.hash())
                                    .append('\n')));
            return SpecParser.hash(all.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    Found read() {
        SortedMap<String, PlanState> planStates = new TreeMap<>();
        Map<String, UUID> planIds = new HashMap<>();
        Map<UUID, SortedMap<String, Boolean>> offers = new HashMap<>();
        for (Plan plan : plans.all()) {
            planStates.put(plan.slug, state(plan));
            planIds.put(plan.slug, plan.id);
        }
        entities.createQuery("select v.id, p.slug from Plan p join p.offeredBy v", Object[].class)
                .getResultList()
                .forEach(row -> offers.computeIfAbsent((UUID) row[0], any -> new TreeMap<>())
                        .put((String) row[1], true));
        SortedMap<String, ApiState> apiStates = new TreeMap<>();
        Map<String, UUID> apiIds = new HashMap<>();
        for (Api api : Api.<Api>listAll()) {
            apiStates.put(api.slug, state(api));
            apiIds.put(api.slug, api.id);
        }
        Map<UUID, String> docs = docs();
        Map<FolderLayout.Version, UUID> versionIds = new HashMap<>();
        for (ApiVersion version : ApiVersion.<ApiVersion>list("from ApiVersion v join fetch v.api")) {
            FolderLayout.Version place = new FolderLayout.Version(version.api.slug, version.label);
            versionIds.put(place, version.id);
            List<String> offered =
                    List.copyOf(offers.getOrDefault(version.id, new TreeMap<>()).keySet());
            apiStates
                    .get(version.api.slug)
                    .versions()
                    .put(version.label, state(version, offered, PortalState.clean(docs.get(version.id))));
        }
        return new Found(new PortalState(planStates, apiStates, look()), versionIds, apiIds, planIds);
    }

    byte[] source(UUID versionId) {
        return entities.createQuery("select v.source from ApiVersion v where v.id = :id", byte[].class)
                .setParameter("id", versionId)
                .getSingleResult();
    }

    /** The specs that were taken once and need not be read again, by hash. */
    Map<String, ApiVersion.SourceFormat> specs() {
        Map<String, ApiVersion.SourceFormat> specs = new HashMap<>();
        QuarkusTransaction.joiningExisting()
                .run(() -> entities.createQuery("select v.sourceHash, v.sourceFormat from ApiVersion v", Object[].class)
                        .getResultList()
                        .forEach(row -> specs.put((String) row[0], (ApiVersion.SourceFormat) row[1])));
        return specs;
    }

    Map<String, UUID> planIds() {
        Map<String, UUID> ids = new HashMap<>();
        plans.all().forEach(plan -> ids.put(plan.slug, plan.id));
        return ids;
    }

    private Map<UUID, String> docs() {
        Map<UUID, String> docs = new HashMap<>();
        entities.createQuery("select v.id, v.docs from ApiVersion v", Object[].class)
                .getResultList()
                .forEach(row -> docs.put((UUID) row[0], (String) row[1]));
        return docs;
    }

    private static PlanState state(Plan plan) {
        return new PlanState(
                PortalState.clean(plan.title),
                PortalState.clean(plan.description),
                plan.requestLimit,
                plan.windowSeconds,
                plan.approval,
                PortalState.clean(plan.price),
                plan.sortOrder);
    }

    private static ApiState state(Api api) {
        List<String> tags = Arrays.stream(api.tags.split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
        return new ApiState(
                PortalState.clean(api.name), PortalState.clean(api.summary), api.visibility, tags, new TreeMap<>());
    }

    private VersionState state(ApiVersion version, List<String> offered, String docs) {
        return new VersionState(
                version.lifecycle,
                version.sunsetOn,
                groups.find(version.runtimeGroupId.toString()).orElseThrow().name,
                offered,
                gateway(version),
                version.sourceFormat,
                version.sourceHash,
                null,
                docs);
    }

    /** Null when nothing serves it. The first way in is the one that samples show; the others by name, wherever they were made. */
    private GatewayState gateway(ApiVersion version) {
        Serving serving = served.of(version.id).orElse(null);
        if (serving == null) return null;
        String first = version.basePath;
        List<RouteState> routes = serving.routes().stream()
                .sorted(Comparator.comparing((Serving.RoutePath route) ->
                                !route.path().replaceAll("/+$", "").equals(first))
                        .thenComparing(Serving.RoutePath::path))
                .map(route -> new RouteState(route.path(), route.methods()))
                .toList();
        return new GatewayState(version.serviceName, serving.upstreamUrl(), routes);
    }

    private LookState look() {
        Themes.Published look = themes.look();
        return new LookState(
                look.portalName(),
                look.design().preset(),
                PortalState.clean(look.reason()),
                look.design().changes(),
                look.design().logo());
    }
}
