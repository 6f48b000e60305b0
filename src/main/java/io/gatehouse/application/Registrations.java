package io.gatehouse.application;

import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** The rules over registrations: who may ask, who decides, what a decision does. */
@ApplicationScoped
@Transactional
public class Registrations {
    private static final int LONGEST_REASON = 500;

    private final Plans plans;
    private final Audit audit;
    private final RegistrationMails mails;
    private final Event<AccessChanged> accessChanged;

    Registrations(Plans plans, Audit audit, RegistrationMails mails, Event<AccessChanged> accessChanged) {
        this.plans = plans;
        this.audit = audit;
        this.mails = mails;
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
            throw alreadyRegistered(application);
        registration.plan = plan;
        registration.reason = null;
        registration.requestedAt = Instant.now();
        settle(registration, plan);
        try {
            registration.persistAndFlush();
        } catch (ConstraintViolationException sentTwice) {
            throw alreadyRegistered(application);
        }
        boolean approved = registration.state == Registration.State.APPROVED;
        audited("registration." + (approved ? "approved" : "requested"), registration, Map.of());
        if (!approved) mails.awaitsApproval(registration);
        return registration;
    }

    private static Refused alreadyRegistered(Application application) {
        return new Refused(
                "application",
                "“" + application.name
                        + "” is already registered for this version. Choose another application, or change its plan.");
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
        if (registration.state == Registration.State.APPROVED) {
            if (plan.id.equals(registration.plan.id)) return content(registration);
            if (plan.approval == Plan.Approval.OPERATOR) return want(registration, plan);
        }
        Map<String, String> before = Map.of("plan before", registration.plan.slug);
        registration.wantedPlan = null;
        registration.plan = plan;
        registration.reason = null;
        registration.requestedAt = Instant.now();
        settle(registration, plan);
        audited("registration.plan-changed", registration, before);
        if (registration.isWaiting()) mails.awaitsApproval(registration);
        return registration;
    }

    /** The present plan it is: a wish for another one is taken back. */
    private Registration content(Registration registration) {
        if (registration.wantedPlan == null) return registration;
        audited(
                "registration.plan-request-withdrawn",
                registration,
                Map.of("plan wanted", registration.wantedPlan.slug));
        registration.wantedPlan = null;
        return registration;
    }

    private Registration want(Registration registration, Plan plan) {
        registration.wantedPlan = plan;
        registration.requestedAt = Instant.now();
        audited("registration.plan-requested", registration, Map.of("plan wanted", plan.slug));
        mails.awaitsApproval(registration);
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
        move(locked(registrationId), plans.any(planId), operatorName);
    }

    private void move(Registration registration, Plan plan, String operatorName) {
        Map<String, String> before = Map.of("plan before", registration.plan.slug);
        registration.plan = plan;
        settle(registration, Registration.State.APPROVED, null, operatorName);
        audited("registration.plan-changed", registration, before);
        mails.moved(registration);
    }

    /** Approves what was asked for: access, or another plan. Approving twice changes nothing. */
    public void approve(UUID registrationId, String operatorName) {
        Registration registration = locked(registrationId);
        if (registration.wantedPlan != null) {
            move(registration, registration.wantedPlan, operatorName);
            return;
        }
        if (registration.state == Registration.State.APPROVED) return;
        settle(registration, Registration.State.APPROVED, null, operatorName);
        audited("registration.approved", registration, Map.of());
        mails.approved(registration);
    }

    /** Declines what was asked for. A registration that asked for another plan keeps the one it has. */
    public void decline(UUID registrationId, String reason, String operatorName) {
        String clean = reason(reason);
        Registration registration = locked(registrationId);
        if (!registration.isWaiting())
            throw new Refused(null, "This was already decided by " + registration.decidedBy + ".");
        Plan wanted = registration.wantedPlan;
        if (wanted != null) {
            declinePlan(registration, wanted, clean, operatorName);
            return;
        }
        settle(registration, Registration.State.DECLINED, clean, operatorName);
        audited("registration.declined", registration, Map.of("reason", clean));
        mails.declined(registration, clean);
    }

    private void declinePlan(Registration registration, Plan wanted, String reason, String operatorName) {
        String shown = Text.cut(wanted.title + " was declined: " + reason, LONGEST_REASON);
        settle(registration, Registration.State.APPROVED, shown, operatorName);
        audited("registration.plan-declined", registration, Map.of("reason", reason, "plan wanted", wanted.slug));
        mails.planDeclined(registration, wanted, reason);
    }

    public void suspend(UUID registrationId, String reason, String operatorName) {
        String clean = reason(reason);
        Registration registration = locked(registrationId);
        settle(registration, Registration.State.SUSPENDED, clean, operatorName);
        audited("registration.suspended", registration, Map.of("reason", clean));
        mails.suspended(registration, clean);
    }

    /** Held until the transaction ends, so that two operators decide one after the other. */
    private static Registration locked(UUID registrationId) {
        Registration registration = Registration.findById(registrationId, LockModeType.PESSIMISTIC_WRITE);
        if (registration == null) throw new NotFound();
        return registration;
    }

    private static String reason(String typed) {
        return Text.required("reason", "a reason; the developer reads it", typed, LONGEST_REASON);
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
                registration.application.name + " → " + registration.subject(),
                detail);
        accessChanged.fire(new AccessChanged(registration.application.id));
    }
}
