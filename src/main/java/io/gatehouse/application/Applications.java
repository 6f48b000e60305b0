package io.gatehouse.application;

import io.gatehouse.audit.Audit;
import io.gatehouse.identity.Developer;
import io.gatehouse.identity.DeveloperChanged;
import io.gatehouse.web.Checks;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** The life of applications: made and changed by their owners, suspended by operators. */
@ApplicationScoped
@Transactional
public class Applications {
    static final int MOST_PER_DEVELOPER = 50;

    private final ApplicationMails mails;
    private final Audit audit;
    private final Event<AccessChanged> accessChanged;

    Applications(ApplicationMails mails, Audit audit, Event<AccessChanged> accessChanged) {
        this.mails = mails;
        this.audit = audit;
        this.accessChanged = accessChanged;
    }

    /** The application if this developer owns it; the same 404 for an unknown one and for somebody else's. */
    public Application owned(UUID ownerId, UUID applicationId) {
        return Application.<Application>find(
                        "id = ?1 and owner.id = ?2 and state <> ?3", applicationId, ownerId, Application.State.DELETED)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
    }

    /** For operators, who see all of them. */
    public Application any(UUID applicationId) {
        return Application.<Application>find(
                        "from Application a join fetch a.owner where a.id = ?1 and a.state <> ?2",
                        applicationId,
                        Application.State.DELETED)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
    }

    public List<Application> of(UUID ownerId) {
        return Application.list(
                "owner.id = ?1 and state <> ?2 order by createdAt desc", ownerId, Application.State.DELETED);
    }

    public Application create(UUID ownerId, String name, String description) {
        Developer owner = Developer.findById(ownerId);
        if (owner == null) throw new NotFound();
        if (Application.count("owner.id = ?1 and state <> ?2", ownerId, Application.State.DELETED)
                >= MOST_PER_DEVELOPER)
            throw new Refused(
                    null,
                    "You have " + MOST_PER_DEVELOPER + " apps, which is the most. Delete one that you no longer use.");
        Application application = new Application();
        application.owner = owner;
        describe(application, ownerId, name, description);
        application.createdAt = Instant.now();
        try {
            application.persistAndFlush();
        } catch (ConstraintViolationException sentTwice) {
            throw taken(application.name);
        }
        audit.record("application.created", "application", application.id, application.name, Map.of());
        accessChanged.fire(new AccessChanged(application.id));
        return application;
    }

    public void change(UUID ownerId, UUID applicationId, String name, String description) {
        Application application = owned(ownerId, applicationId);
        String before = application.name;
        describe(application, ownerId, name, description);
        audit.record(
                "application.changed", "application", application.id, application.name, Map.of("name before", before));
        accessChanged.fire(new AccessChanged(application.id));
    }

    /** Its keys stop at once. The row stays, so that usage and audit keep their meaning; its name becomes free. */
    public void delete(UUID ownerId, UUID applicationId) {
        Application application = owned(ownerId, applicationId);
        audit.record("application.deleted", "application", application.id, application.name, Map.of());
        application.state = Application.State.DELETED;
        String mark = " (" + application.id.toString().substring(0, 8) + ")";
        application.name = Text.cut(application.name, 80 - mark.length()) + mark;
        ApiKey.update("revokedAt = ?1 where application.id = ?2 and revokedAt is null", Instant.now(), applicationId);
        Registration.delete("application.id", applicationId);
        accessChanged.fire(new AccessChanged(application.id));
    }

    /** @param reason told to the owner; may be empty */
    public void suspend(UUID applicationId, String reason) {
        String clean = ToldReason.checked(reason);
        Application application = any(applicationId);
        if (turn(application, Application.State.SUSPENDED, "application.suspended", clean))
            mails.suspended(application, clean);
    }

    /** @param reason told to the owner; may be empty */
    public void reinstate(UUID applicationId, String reason) {
        String clean = ToldReason.checked(reason);
        Application application = any(applicationId);
        if (turn(application, Application.State.ACTIVE, "application.reinstated", clean))
            mails.reinstated(application, clean);
    }

    /** Whether that changed anything. */
    private boolean turn(Application application, Application.State state, String action, String reason) {
        if (application.state == state) return false;
        application.state = state;
        audit.record(
                action,
                "application",
                application.id,
                application.name,
                reason.isEmpty() ? Map.of() : Map.of("reason", reason));
        accessChanged.fire(new AccessChanged(application.id));
        return true;
    }

    /** A developer who is suspended, rejected or reinstated takes all applications along. */
    void onDeveloperChanged(@Observes DeveloperChanged changed) {
        of(changed.developerId()).forEach(application -> accessChanged.fire(new AccessChanged(application.id)));
    }

    static String freeName(UUID ownerId, UUID self, String name) {
        String clean = Text.line("name", "a name", name, 80);
        boolean taken =
                Application.<Application>find("owner.id = ?1 and lower(name) = lower(?2)", ownerId, clean).stream()
                        .anyMatch(other -> !other.id.equals(self));
        if (taken) throw taken(clean);
        return clean;
    }

    private static Refused taken(String name) {
        return new Refused("name", "You already have an app called “" + name + "”. Choose another name.");
    }

    private static void describe(Application application, UUID ownerId, String name, String description) {
        Checks checks = new Checks();
        String cleanName = checks.value(() -> freeName(ownerId, application.id, name));
        String cleanDescription = checks.value(() -> Text.optional("description", description, 400));
        checks.orRefuse();
        application.name = cleanName;
        application.description = cleanDescription;
    }
}
