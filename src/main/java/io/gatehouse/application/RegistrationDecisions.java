package io.gatehouse.application;

import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
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

    /** Approves what was asked for: access, or another plan. Approving twice changes nothing. */
    public void approve(UUID registrationId, String operatorName) {
        Registration registration = locked(registrationId);
        if (registration.wantedPlan != null) {
            move(registration, registration.wantedPlan, operatorName);
            return;
        }
        if (registration.state == Registration.State.APPROVED) return;
        registration.decide(Registration.State.APPROVED, null, operatorName);
        log.write("registration.approved", registration, Map.of());
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
