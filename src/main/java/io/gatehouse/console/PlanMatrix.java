package io.gatehouse.console;

import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.ApiVersion.Lifecycle;
import io.gatehouse.controlplane.GroupAccess;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.gateway.config.ConsumerGroup;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.rights.Access;
import io.gatehouse.web.Filters;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Plans against versions: who may register on what, and the limit that then really applies. */
@ApplicationScoped
@Transactional
class PlanMatrix {
    private static final String OF_GROUPS = " and v.runtimeGroupId in :groups";
    private static final String VERSIONS =
            " from ApiVersion v join v.api a where v.lifecycle <> :retired and lower(a.name) like :like escape '!'";

    private final EntityManager entities;
    private final Plans plans;
    private final PlanCounts counts;
    private final Landscape.Landscapes landscapes;
    private final GroupAccess access;
    private final Access rights;

    PlanMatrix(
            EntityManager entities,
            Plans plans,
            PlanCounts counts,
            Landscape.Landscapes landscapes,
            GroupAccess access,
            Access rights) {
        this.rights = rights;
        this.access = access;
        this.entities = entities;
        this.plans = plans;
        this.counts = counts;
        this.landscapes = landscapes;
    }

    /**
     * @param group the runtime group that it runs in
     * @param at what the addresses of that group's pages begin with
     */
    public record Row(
            UUID versionId,
            String title,
            Lifecycle lifecycle,
            String group,
            String at,
            boolean served,
            List<Cell> cells) {}

    /** A runtime group, and how the limits of its services are found. */
    private record Ground(String name, Landscape around, Map<String, Service> services, Map<String, UUID> groups) {
        static Ground of(String name, Landscape around) {
            return new Ground(
                    name,
                    around,
                    around.services().values().stream()
                            .filter(service -> service.name() != null)
                            .collect(Collectors.toMap(Service::name, Function.identity())),
                    around.groups().values().stream()
                            .collect(Collectors.toMap(ConsumerGroup::name, ConsumerGroup::id)));
        }
    }

    /**
     * @param key how the form names the cell
     * @param limit null as long as the gateway serves nothing
     */
    public record Cell(String key, PlanChoice plan, boolean offered, EffectiveLimit limit, long registrations) {}

    Paging<Row> page(Filters filters) {
        String like = "%" + filters.value("q").toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
        String which = VERSIONS + (rights.isWhole() ? "" : OF_GROUPS);
        long total = visible(entities.createQuery("select count(v)" + which, Long.class))
                .setParameter("retired", Lifecycle.RETIRED)
                .setParameter("like", like)
                .getSingleResult();
        List<Object[]> versions = visible(entities.createQuery(
                        "select v.id, concat(a.name, ' ', v.label), v.lifecycle, v.serviceName, v.runtimeGroupId"
                                + which + " order by lower(a.name), v.createdAt desc",
                        Object[].class))
                .setParameter("retired", Lifecycle.RETIRED)
                .setParameter("like", like)
                .setFirstResult((filters.page() - 1) * Paging.SIZE)
                .setMaxResults(Paging.SIZE)
                .getResultList();
        return new Paging<>(rows(versions), filters.page(), Paging.SIZE, total);
    }

    private <T> TypedQuery<T> visible(TypedQuery<T> query) {
        return rights.isWhole() ? query : query.setParameter("groups", rights.groups());
    }

    private List<Row> rows(List<Object[]> versions) {
        Map<UUID, Ground> grounds = new HashMap<>();
        Set<PlanCounts.Cell> offers = offers();
        Map<PlanCounts.Cell, Long> registrations = counts.registrationsByCell();
        List<Plan> all = plans.all();
        return versions.stream()
                .map(version -> {
                    UUID id = (UUID) version[0];
                    Ground ground = grounds.computeIfAbsent((UUID) version[4], this::ground);
                    Service service = ground.services().get((String) version[3]);
                    List<Cell> cells = all.stream()
                            .map(plan -> cell(
                                    new PlanCounts.Cell(plan.id, id),
                                    plan,
                                    limit(ground.around(), ground.groups().get(plan.slug), service),
                                    offers,
                                    registrations))
                            .toList();
                    return new Row(
                            id,
                            (String) version[1],
                            (Lifecycle) version[2],
                            ground.name(),
                            ground.around().at(),
                            service != null,
                            cells);
                })
                .toList();
    }

    private Ground ground(UUID runtimeGroupId) {
        RuntimeGroup group = access.any(runtimeGroupId.toString());
        return Ground.of(group.name, landscapes.of(access.store(group.id), ChosenGroup.at(group.name)));
    }

    private static EffectiveLimit limit(Landscape around, UUID groupId, Service service) {
        return service == null || groupId == null
                ? null
                : EffectiveLimit.of(around, groupId, service).orElse(null);
    }

    private static Cell cell(
            PlanCounts.Cell at,
            Plan plan,
            EffectiveLimit limit,
            Set<PlanCounts.Cell> offers,
            Map<PlanCounts.Cell, Long> registrations) {
        return new Cell(
                at.versionId() + ":" + at.planId(),
                PlanChoice.of(plan),
                offers.contains(at),
                limit,
                registrations.getOrDefault(at, 0L));
    }

    private Set<PlanCounts.Cell> offers() {
        Set<PlanCounts.Cell> offers = new HashSet<>();
        entities.createQuery("select p.id, v.id from Plan p join p.offeredBy v", Object[].class)
                .getResultList()
                .forEach(row -> offers.add(new PlanCounts.Cell((UUID) row[0], (UUID) row[1])));
        return offers;
    }

    /** Offers exactly the ticked plans on each of the versions that were shown. How many versions have changed. */
    int offer(Set<UUID> versionIds, Set<PlanCounts.Cell> ticked) {
        for (UUID versionId : versionIds) refuseOthers(versionId);
        Set<PlanCounts.Cell> before = offers();
        int changed = 0;
        for (UUID versionId : versionIds) {
            Set<UUID> now = plansOf(versionId, ticked);
            if (now.equals(plansOf(versionId, before))) continue;
            plans.offer(versionId, now);
            changed++;
        }
        return changed;
    }

    private void refuseOthers(UUID versionId) {
        ApiVersion version = ApiVersion.<ApiVersion>findByIdOptional(versionId).orElseThrow(NotFound::new);
        if (!rights.covers(version.runtimeGroupId)) throw new NotFound();
    }

    private static Set<UUID> plansOf(UUID versionId, Set<PlanCounts.Cell> cells) {
        return cells.stream()
                .filter(cell -> cell.versionId().equals(versionId))
                .map(PlanCounts.Cell::planId)
                .collect(Collectors.toSet());
    }
}
