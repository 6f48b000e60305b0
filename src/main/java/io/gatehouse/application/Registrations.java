package io.gatehouse.application;

import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.mail.Outbox;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rules over registrations: who may ask, who decides, what a decision does. */
@ApplicationScoped
@Transactional
public class Registrations {
    private final Plans plans;
    private final Audit audit;
    private final Outbox outbox;
    private final Event<AccessChanged> accessChanged;

    Registrations(Plans plans, Audit audit, Outbox outbox, Event<AccessChanged> accessChanged) {
        this.plans = plans;
        this.audit = audit;
        this.outbox = outbox;
        this.accessChanged = accessChanged;
    }

    public List<Registration> of(UUID applicationId) {
        return Registration.list(
                "from Registration r join fetch r.apiVersion v join fetch v.api join fetch r.plan"
                        + " where r.application.id = ?1 order by r.requestedAt",
                applicationId);
    }

    /** How many wait for an operator: for access, or for another plan. */
    public long waiting() {
        return Registration.count("state = ?1 or wantedPlan is not null", Registration.State.REQUESTED);
    }

    public Registration any(UUID registrationId) {
        return Registration.<Registration>find(
                        "from Registration r join fetch r.application a join fetch a.owner join fetch r.apiVersion v"
                                + " join fetch v.api join fetch r.plan where r.id = ?1",
                        registrationId)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
    }

    /** Asks for access. The plan's rule decides at once, or an operator later; asking again after a refusal is allowed. */
    public Registration request(Application application, ApiVersion version, UUID planId) {
        if (!version.isOffered()) throw new NotFound();
        Plan plan = offered(version, planId);
        Registration registration = Registration.<Registration>find(
                        "application.id = ?1 and apiVersion.id = ?2", application.id, version.id)
                .firstResultOptional()
                .orElseGet(() -> fresh(application, version));
        if (registration.state == Registration.State.SUSPENDED)
            throw new Refused(null, "This registration is suspended. Write to the people who run this portal.");
        if (registration.plan != null && registration.state != Registration.State.DECLINED)
            throw new Refused(
                    "application",
                    "“" + application.name
                            + "” is already registered for this version. Choose another application, or change its plan.");
        registration.plan = plan;
        registration.reason = null;
        registration.requestedAt = Instant.now();
        settle(registration, plan);
        registration.persistAndFlush();
        audited(
                "registration." + (registration.state == Registration.State.APPROVED ? "approved" : "requested"),
                registration,
                Map.of());
        return registration;
    }

    /** The owner chooses another plan. Where an operator has to approve it, the present one goes on until then. */
    public Registration changePlan(Application application, UUID registrationId, UUID planId) {
        Registration registration = Registration.<Registration>find(
                        "id = ?1 and application.id = ?2", registrationId, application.id)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
        if (registration.state == Registration.State.SUSPENDED)
            throw new Refused(null, "This registration is suspended. Write to the people who run this portal.");
        Plan plan = offered(registration.apiVersion, planId);
        registration.wantedPlan = null;
        String before = registration.plan.slug;
        if (registration.state == Registration.State.APPROVED) {
            if (plan.id.equals(registration.plan.id)) return registration;
            if (plan.approval == Plan.Approval.OPERATOR) return want(registration, plan);
        }
        registration.plan = plan;
        registration.reason = null;
        registration.requestedAt = Instant.now();
        settle(registration, plan);
        audited("registration.plan-changed", registration, Map.of("plan before", before));
        return registration;
    }

    private Registration want(Registration registration, Plan plan) {
        registration.wantedPlan = plan;
        registration.requestedAt = Instant.now();
        audited("registration.plan-requested", registration, Map.of("plan wanted", plan.slug));
        return registration;
    }

    public void leave(Application application, UUID registrationId) {
        Registration registration = Registration.<Registration>find(
                        "id = ?1 and application.id = ?2", registrationId, application.id)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
        if (registration.state == Registration.State.SUSPENDED)
            throw new Refused(null, "A suspended registration stays until an operator has looked at it.");
        audited("registration.left", registration, Map.of());
        registration.delete();
    }

    /** An operator moves the registration to any plan, offered or not. */
    public void move(UUID registrationId, UUID planId, String operatorName) {
        Registration registration = any(registrationId);
        Plan plan = plans.any(planId);
        Map<String, String> before = Map.of("plan before", registration.plan.slug);
        registration.plan = plan;
        settle(registration, Registration.State.APPROVED, null, operatorName);
        audited("registration.plan-changed", registration, before);
        tell(registration, "now runs on the plan " + plan.title + ".");
    }

    /** Approves what was asked for: access, or another plan. Approving twice changes nothing. */
    public void approve(UUID registrationId, String operatorName) {
        Registration registration = any(registrationId);
        if (registration.wantedPlan != null) {
            move(registrationId, registration.wantedPlan.id, operatorName);
            return;
        }
        if (registration.state == Registration.State.APPROVED) return;
        decide(registration, Registration.State.APPROVED, null, operatorName, "registration.approved");
        tell(registration, "is approved. Your keys open it from now on.");
    }

    /** Declines what was asked for. A registration that asked for another plan keeps the one it has. */
    public void decline(UUID registrationId, String reason, String operatorName) {
        String clean = Text.required("reason", "a reason; the developer reads it", reason, 500);
        Registration registration = any(registrationId);
        if (!registration.isWaiting())
            throw new Refused(null, "This was already decided by " + registration.decidedBy + ".");
        Plan wanted = registration.wantedPlan;
        decide(
                registration,
                wanted == null ? Registration.State.DECLINED : Registration.State.APPROVED,
                clean,
                operatorName,
                wanted == null ? "registration.declined" : "registration.plan-declined");
        tell(
                registration,
                wanted == null
                        ? "was declined: " + clean
                        : "stays on the plan " + registration.plan.title + "; " + wanted.title + " was declined: "
                                + clean);
    }

    public void suspend(UUID registrationId, String reason, String operatorName) {
        String clean = Text.required("reason", "a reason; the developer reads it", reason, 500);
        Registration registration = any(registrationId);
        decide(registration, Registration.State.SUSPENDED, clean, operatorName, "registration.suspended");
        tell(registration, "is suspended: " + clean);
    }

    private Plan offered(ApiVersion version, UUID planId) {
        return plans.offeredBy(version.id).stream()
                .filter(plan -> plan.id.equals(planId))
                .findFirst()
                .orElseThrow(() -> new Refused("plan", "Choose one of the plans that this version offers."));
    }

    private static Registration fresh(Application application, ApiVersion version) {
        Registration registration = new Registration();
        registration.application = application;
        registration.apiVersion = version;
        return registration;
    }

    private static void settle(Registration registration, Plan plan) {
        boolean atOnce = plan.approval == Plan.Approval.AUTO;
        registration.state = atOnce ? Registration.State.APPROVED : Registration.State.REQUESTED;
        registration.decidedAt = atOnce ? registration.requestedAt : null;
        registration.decidedBy = atOnce ? "the plan’s rule" : null;
    }

    private void decide(Registration registration, Registration.State state, String reason, String by, String action) {
        settle(registration, state, reason, by);
        audited(action, registration, reason == null ? Map.of() : Map.of("reason", reason));
    }

    private static void settle(Registration registration, Registration.State state, String reason, String by) {
        registration.state = state;
        registration.wantedPlan = null;
        registration.reason = reason;
        registration.decidedAt = Instant.now();
        registration.decidedBy = by;
    }

    private void audited(String action, Registration registration, Map<String, String> more) {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("plan", registration.plan.slug);
        detail.put("state", registration.state.name());
        audit.record(
                action,
                "registration",
                registration.id,
                registration.application.name + " → " + subject(registration),
                detail);
        accessChanged.fire(new AccessChanged(registration.application.id));
    }

    private void tell(Registration registration, String news) {
        outbox.write(
                registration.application.owner.email,
                "Your access to " + subject(registration),
                "The registration of your application “" + registration.application.name + "” for "
                        + subject(registration) + " " + news);
    }

    private static String subject(Registration registration) {
        return registration.apiVersion.api.name + " " + registration.apiVersion.label;
    }
}
