package io.gatehouse.application;

import io.gatehouse.identity.Operator;
import io.gatehouse.mail.Outbox;
import io.gatehouse.rights.Area;
import io.gatehouse.settings.Settings;
import jakarta.inject.Singleton;

/** What developers are told by mail about their registrations, and operators about what waits for them. */
@Singleton
class RegistrationMails {
    private final Outbox outbox;
    private final String portal;

    RegistrationMails(Outbox outbox, Settings settings) {
        this.outbox = outbox;
        portal = settings.portal().url().toString().replaceAll("/$", "");
    }

    void approved(Registration registration) {
        tell(registration, "is approved. The keys of the app open it from now on.");
    }

    void moved(Registration registration) {
        tell(
                registration,
                "now runs on the plan " + registration.plan.title + ": " + registration.plan.allowance() + ".");
    }

    void declined(Registration registration, String reason) {
        tell(registration, "was declined:\n\n" + reason);
    }

    void planDeclined(Registration registration, Plan wanted, String reason) {
        tell(
                registration,
                "stays on the plan " + registration.plan.title + ". The plan " + wanted.title + " was declined:\n\n"
                        + reason);
    }

    void suspended(Registration registration, String reason) {
        tell(registration, "is suspended, and the keys of the app do not open it:\n\n" + reason);
    }

    void awaitsApproval(Registration registration) {
        String wish = registration.wantedPlan == null
                ? "access to " + registration.subject() + " on the plan " + registration.plan.title
                : "the plan " + registration.wantedPlan.title + " instead of " + registration.plan.title + " on "
                        + registration.subject();
        String text = """
                “%s” of %s asks for %s:

                %s/console/inbox
                """.formatted(registration.application.name, registration.application.owner.name, wish, portal);
        Operator.<Operator>list("disabled", false).stream()
                .filter(operator -> operator.rights.mayChange(Area.REQUESTS)
                        && operator.rights.covers(registration.apiVersion.runtimeGroupId))
                .forEach(operator -> outbox.write(operator.email, "An app waits for approval", text));
    }

    private void tell(Registration registration, String news) {
        outbox.write(registration.application.owner.email, "Your access to " + registration.subject(), """
                Hello %s,

                the registration of “%s” for %s %s

                %s/apps/%s/access
                """.formatted(
                        registration.application.owner.name,
                        registration.application.name,
                        registration.subject(),
                        news,
                        portal,
                        registration.application.id));
    }
}
