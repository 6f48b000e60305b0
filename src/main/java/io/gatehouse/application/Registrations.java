package io.gatehouse.application;

import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** What developers ask for: access for an application, another plan, or to leave. */
@ApplicationScoped
@Transactional
public class Registrations {
    private final Plans plans;
    private final RegistrationLog log;
    private final RegistrationMails mails;

    Registrations(Plans plans, RegistrationLog log, RegistrationMails mails) {
        this.plans = plans;
        this.log = log;
        this.mails = mails;
    }

    public List<Registration> of(UUID applicationId) {
        return Registration.list(
                "from Registration r join fetch r.apiVersion v join fetch v.api join fetch r.plan"
                        + " where r.application.id = ?1 order by r.requestedAt",
                applicationId);
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
        registration.ask(plan);
        try {
            registration.persistAndFlush();
        } catch (ConstraintViolationException sentTwice) {
            throw alreadyRegistered(application);
        }
        boolean approved = registration.state == Registration.State.APPROVED;
        log.write("registration." + (approved ? "approved" : "requested"), registration, Map.of());
        if (!approved) mails.awaitsApproval(registration);
        return registration;
    }

    private static Refused alreadyRegistered(Application application) {
        return new Refused(
                "application",
                "“" + application.name
                        + "” is already registered for this version. Choose another app, or change its plan.");
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
        registration.ask(plan);
        log.write("registration.plan-changed", registration, before);
        if (registration.isWaiting()) mails.awaitsApproval(registration);
        return registration;
    }

    /** The present plan it is: a wish for another one is taken back. */
    private Registration content(Registration registration) {
        if (registration.wantedPlan == null) return registration;
        log.write(
                "registration.plan-request-withdrawn",
                registration,
                Map.of("plan wanted", registration.wantedPlan.slug));
        registration.wantedPlan = null;
        return registration;
    }

    private Registration want(Registration registration, Plan plan) {
        registration.wantedPlan = plan;
        registration.requestedAt = Instant.now();
        log.write("registration.plan-requested", registration, Map.of("plan wanted", plan.slug));
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
        log.write("registration.left", registration, Map.of());
        registration.delete();
    }

    private Plan offered(ApiVersion version, UUID planId) {
        return plans.offeredBy(version.id).stream()
                .filter(plan -> plan.id.equals(planId))
                .findFirst()
                .orElseThrow(() -> new Refused("plan", "Choose one of the plans that this version offers."));
    }

    private static Registration fresh(Application application, ApiVersion version) {
        Registration registration = new Registration();
        registration.application = Application.findById(application.id);
        registration.apiVersion = version;
        return registration;
    }
}
