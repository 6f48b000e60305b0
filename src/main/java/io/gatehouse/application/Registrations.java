package io.gatehouse.application;

import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.mail.Outbox;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
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

    public List<Registration> waiting() {
        return Registration.list(
                "from Registration r join fetch r.application a join fetch a.owner join fetch r.apiVersion v join fetch v.api"
                        + " join fetch r.plan where r.state = ?1 order by r.requestedAt",
                Registration.State.REQUESTED);
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
        if (version.lifecycle != ApiVersion.Lifecycle.PUBLISHED && version.lifecycle != ApiVersion.Lifecycle.DEPRECATED)
            throw new NotFound();
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
                registration);
        return registration;
    }

    /** The owner chooses another plan; a plan that wants an operator puts the registration back in the queue. */
    public Registration changePlan(Application application, UUID registrationId, UUID planId) {
        Registration registration = Registration.<Registration>find(
                        "id = ?1 and application.id = ?2", registrationId, application.id)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
        if (registration.state == Registration.State.SUSPENDED)
            throw new Refused(null, "This registration is suspended. Write to the people who run this portal.");
        Plan plan = offered(registration.apiVersion, planId);
        if (plan.id.equals(registration.plan.id) && registration.state == Registration.State.APPROVED)
            return registration;
        registration.plan = plan;
        registration.requestedAt = Instant.now();
        settle(registration, plan);
        audited("registration.plan-changed", registration);
        return registration;
    }

    public void leave(Application application, UUID registrationId) {
        Registration registration = Registration.<Registration>find(
                        "id = ?1 and application.id = ?2", registrationId, application.id)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
        if (registration.state == Registration.State.SUSPENDED)
            throw new Refused(null, "A suspended registration stays until an operator has looked at it.");
        audited("registration.left", registration);
        registration.delete();
    }

    /** An operator moves the registration to any plan, offered or not. */
    public void move(UUID registrationId, UUID planId, String operatorName) {
        Registration registration = any(registrationId);
        Plan plan = plans.any(planId);
        registration.plan = plan;
        decide(registration, Registration.State.APPROVED, null, operatorName, "registration.plan-changed");
        tell(registration, "now runs on the plan " + plan.title + ".");
    }

    public void approve(UUID registrationId, String operatorName) {
        Registration registration = any(registrationId);
        decide(registration, Registration.State.APPROVED, null, operatorName, "registration.approved");
        tell(registration, "is approved. Your keys open it from now on.");
    }

    public void decline(UUID registrationId, String reason, String operatorName) {
        String clean = Text.required("reason", "a reason; the developer reads it", reason, 500);
        Registration registration = any(registrationId);
        decide(registration, Registration.State.DECLINED, clean, operatorName, "registration.declined");
        tell(registration, "was declined: " + clean);
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
        registration.decidedBy = atOnce ? "the plan's rule" : null;
    }

    private void decide(Registration registration, Registration.State state, String reason, String by, String action) {
        registration.state = state;
        registration.reason = reason;
        registration.decidedAt = Instant.now();
        registration.decidedBy = by;
        audited(action, registration);
    }

    private void audited(String action, Registration registration) {
        audit.record(
                action,
                "registration",
                registration.id,
                registration.application.name + " → " + subject(registration),
                Map.of("plan", registration.plan.slug, "state", registration.state.name()));
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
