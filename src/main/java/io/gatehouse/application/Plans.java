package io.gatehouse.application;

import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.web.Checks;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The plans that registrations can run on, and which API versions offer them. */
@ApplicationScoped
@Transactional
public class Plans {
    /** A second, a minute, an hour, a day: the windows that the rate-limiting plugin knows. */
    public static final Set<Long> WINDOWS_SECONDS = Set.of(1L, 60L, 3_600L, 86_400L);

    private final Audit audit;
    private final Event<PlansChanged> plansChanged;

    Plans(Audit audit, Event<PlansChanged> plansChanged) {
        this.audit = audit;
        this.plansChanged = plansChanged;
    }

    /** What an operator types of a plan. */
    public record Terms(
            String title,
            String description,
            long requestLimit,
            long windowSeconds,
            Plan.Approval approval,
            String price,
            int sortOrder) {}

    /** The limit that a plan sets on the service of an API version, for the control plane. */
    public record Limit(UUID versionId, String serviceName, String slug, long requestLimit, long windowSeconds) {}

    public List<Plan> all() {
        return Plan.list("order by sortOrder, title");
    }

    public Plan any(UUID planId) {
        return Plan.<Plan>findByIdOptional(planId).orElseThrow(NotFound::new);
    }

    public List<Plan> offeredBy(UUID versionId) {
        return Plan.list(
                "select p from Plan p join p.offeredBy v where v.id = ?1 order by p.sortOrder, p.title", versionId);
    }

    /**
     * Every plan on every service of the runtime group that serves a version, offered or not: an operator may move a registration to
     * any plan, and that must not need a new topology.
     */
    public List<Limit> limits(UUID runtimeGroupId) {
        return Plan.getEntityManager()
                .createQuery(
                        "select new io.gatehouse.application.Plans$Limit(v.id, v.serviceName, p.slug, p.requestLimit,"
                                + " p.windowSeconds) from Plan p, ApiVersion v where v.serviceName is not null"
                                + " and v.runtimeGroupId = :group",
                        Limit.class)
                .setParameter("group", runtimeGroupId)
                .getResultList();
    }

    public Plan create(String slug, Terms terms) {
        Checks checks = new Checks();
        checks.that(() -> checkName(slug));
        checks.that(() -> check(terms));
        checks.orRefuse();
        Plan plan = new Plan();
        plan.slug = slug.strip();
        plan.createdAt = Instant.now();
        apply(plan, terms);
        plan.persist();
        audit.record("plan.created", "plan", plan.id, plan.title, shown(plan));
        plansChanged.fire(new PlansChanged());
        return plan;
    }

    /** Whether a new plan can have this name. */
    public void checkName(String slug) {
        String name = slug == null ? "" : slug.strip();
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?"))
            throw new Refused("slug", "Use lower case letters, digits and dashes, such as “gold”.");
        if (Plan.count("slug", name) > 0) throw new Refused("slug", "There is already a plan with this name.");
    }

    /** Refuses terms that no plan can have, everything at once. */
    public void check(Terms terms) {
        Checks checks = new Checks();
        checks.that(() -> Text.line("title", "a title", terms.title(), 80));
        checks.that(() -> Text.optional("description", terms.description(), 400));
        if (terms.requestLimit() < 1) checks.refuse("requestLimit", "Allow at least one call.");
        if (!WINDOWS_SECONDS.contains(terms.windowSeconds()))
            checks.refuse("windowSeconds", "Choose a second, a minute, an hour or a day.");
        if (terms.approval() == null) checks.refuse("approval", "Choose who approves.");
        checks.that(() -> Text.optionalLine("price", terms.price(), 80));
        checks.orRefuse();
    }

    public void change(UUID planId, Terms terms) {
        check(terms);
        Plan plan = any(planId);
        Map<String, Object> before = shown(plan);
        apply(plan, terms);
        audit.record("plan.changed", "plan", plan.id, plan.title, Map.of("before", before, "after", shown(plan)));
        plansChanged.fire(new PlansChanged());
    }

    public void delete(UUID planId) {
        Plan plan = any(planId);
        long used = Registration.count("plan.id = ?1 or wantedPlan.id = ?1", planId);
        if (used > 0)
            throw new Refused(
                    null,
                    used + (used == 1 ? " registration runs" : " registrations run")
                            + " on this plan. Move them first.");
        audit.record("plan.deleted", "plan", plan.id, plan.title, shown(plan));
        plan.delete();
        plansChanged.fire(new PlansChanged());
    }

    /** Sets which plans a version offers. Registrations on a plan that is no longer offered keep it. */
    public void offer(UUID versionId, Set<UUID> planIds) {
        ApiVersion version = ApiVersion.<ApiVersion>findByIdOptional(versionId).orElseThrow(NotFound::new);
        List<String> before = slugs(offeredBy(versionId));
        for (Plan plan : all()) {
            if (planIds.contains(plan.id)) plan.offeredBy.add(version);
            else plan.offeredBy.remove(version);
        }
        List<String> after = slugs(offeredBy(versionId));
        if (before.equals(after)) return;
        String name = version.api.name + " " + version.label;
        audit.recordIn(
                version.runtimeGroupId,
                "plan.offered",
                "version",
                versionId,
                name,
                Map.of("before", before, "after", after));
        plansChanged.fire(new PlansChanged());
    }

    private static List<String> slugs(List<Plan> plans) {
        return plans.stream().map(plan -> plan.slug).toList();
    }

    private static void apply(Plan plan, Terms terms) {
        plan.title = Text.line("title", "a title", terms.title(), 80);
        plan.description = Text.optional("description", terms.description(), 400);
        plan.price = Text.optionalLine("price", terms.price(), 80);
        plan.requestLimit = terms.requestLimit();
        plan.windowSeconds = terms.windowSeconds();
        plan.approval = terms.approval();
        plan.sortOrder = terms.sortOrder();
    }

    private static Map<String, Object> shown(Plan plan) {
        return Map.of(
                "limit", plan.requestLimit, "window", plan.windowSeconds + " s", "approval", plan.approval.name());
    }
}
