package io.gatehouse.application;

import io.gatehouse.audit.Audit;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** Writes down what happened to a registration, and lets the gateway hear of it. */
@Singleton
class RegistrationLog {
    private final Audit audit;
    private final Event<AccessChanged> accessChanged;

    RegistrationLog(Audit audit, Event<AccessChanged> accessChanged) {
        this.audit = audit;
        this.accessChanged = accessChanged;
    }

    void write(String action, Registration registration, Map<String, String> more) {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("plan", registration.plan.slug);
        detail.put("state", registration.state.name());
        audit.recordIn(
                registration.apiVersion.runtimeGroupId,
                action,
                "registration",
                registration.id,
                registration.application.name + " → " + registration.subject(),
                detail);
        accessChanged.fire(new AccessChanged(registration.application.id));
    }
}
