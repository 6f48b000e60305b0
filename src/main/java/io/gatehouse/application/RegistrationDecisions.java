package io.gatehouse.application;

import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import io.gatehouse.web.Words;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;

/** What operators decide about registrations. Each decision is mailed to the owner and in force after the commit. */
@ApplicationScoped
@Transactional
public class RegistrationDecisions {
    private static final int LONGEST_REASON = 500;

    private final Plans plans;
    private final RegistrationLog log;
    private final RegistrationMails mails;

    RegistrationDecisions(Plans plans, RegistrationLog log, RegistrationMails mails) {
        this.plans = plans;
        this.log = log;
        this.mails = mails;
    }

    /** An operator moves the registration to any plan, offered or not. */
    public void move(UUID registrationId, UUID planId, String operatorName) {
        move(locked(registrationId), plans.any(planId), operatorName);
    }

    private void move(Registration registration, Plan plan, String operatorName) {
        Map<String, String> before = Map.of("plan before", registration.plan.slug);
        registration.plan = plan;
        registration.decide(Registration.State.APPROVED, null, operatorName);
        log.write("registration.plan-changed", registration, before);
        mails.moved(registration);
    }

    /** Approves what was asked for: access, or another plan. */
    public void approve(UUID registrationId, String operatorName) {
        Registration registration = waiting(registrationId);
        if (registration.wantedPlan != null) {
            move(registration, registration.wantedPlan, operatorName);
            return;
        }
        admit(registration, operatorName);
    }

    /** Approves what was declined or suspended before. */
    public void reinstate(UUID registrationId, String operatorName) {
        Registration registration = locked(registrationId);
        if (registration.state != Registration.State.DECLINED && registration.state != Registration.State.SUSPENDED)
            throw alreadyDecided(registration);
        admit(registration, operatorName);
    }

    private void admit(Registration registration, String operatorName) {
        registration.decide(Registration.State.APPROVED, null, operatorName);
        log.write("registration.approved", registration, Map.of());
        mails.approved(registration);
    }

    /** Declines what was asked for. A registration that asked for another plan keeps the one it has. */
    public void decline(UUID registrationId, String reason, String operatorName) {
        String clean = reason(reason);
        Registration registration = waiting(registrationId);
        Plan wanted = registration.wantedPlan;
        if (wanted != null) {
            declinePlan(registration, wanted, clean, operatorName);
            return;
        }
        registration.decide(Registration.State.DECLINED, clean, operatorName);
        log.write("registration.declined", registration, Map.of("reason", clean));
        mails.declined(registration, clean);
    }

    private void declinePlan(Registration registration, Plan wanted, String reason, String operatorName) {
        String shown = Text.cut(wanted.title + " was declined: " + reason, LONGEST_REASON);
        registration.decide(Registration.State.APPROVED, shown, operatorName);
        log.write("registration.plan-declined", registration, Map.of("reason", reason, "plan wanted", wanted.slug));
        mails.planDeclined(registration, wanted, reason);
    }

    public void suspend(UUID registrationId, String reason, String operatorName) {
        String clean = reason(reason);
        Registration registration = locked(registrationId);
        registration.decide(Registration.State.SUSPENDED, clean, operatorName);
        log.write("registration.suspended", registration, Map.of("reason", clean));
        mails.suspended(registration, clean);
    }

    private static Registration waiting(UUID registrationId) {
        Registration registration = locked(registrationId);
        if (!registration.isWaiting()) throw alreadyDecided(registration);
        return registration;
    }

    private static Refused alreadyDecided(Registration registration) {
        if (registration.isWaiting())
            return new Refused(null, "This waits for its first decision: approve or decline it.");
        return new Refused(
                null,
                "“" + registration.application.name + "” on " + registration.subject() + " was already "
                        + registration.verdict() + " by " + registration.decidedBy + " on "
                        + Words.time(registration.decidedAt) + ".");
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
}
