package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.rights.Area;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.gatehouse.web.Text;
import io.gatehouse.web.Words;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The life of developers' accounts: who may use the portal, by whose decision and why. */
@ApplicationScoped
@Transactional
public class Accounts {
    private static final int LONGEST_REASON = 500;
    private static final List<String> DECISIONS = List.of(
            "developer.approved",
            "developer.confirmed",
            "developer.rejected",
            "developer.suspended",
            "developer.reinstated");

    private final Settings settings;
    private final Passwords passwords;
    private final Sessions sessions;
    private final AccountMails mails;
    private final Audit audit;
    private final Event<DeveloperChanged> changed;

    Accounts(
            Settings settings,
            Passwords passwords,
            Sessions sessions,
            AccountMails mails,
            Audit audit,
            Event<DeveloperChanged> changed) {
        this.settings = settings;
        this.passwords = passwords;
        this.sessions = sessions;
        this.mails = mails;
        this.audit = audit;
        this.changed = changed;
    }

    /** An account that needs neither mail nor approval; for the demo and for operators who know the person. */
    public Developer createApproved(String email, String name, String password) {
        Developer developer = new Developer();
        developer.email = EmailAddress.checked(email);
        developer.name = PersonName.checked(name);
        if (Developer.count("email", developer.email) > 0)
            throw new Refused("email", "There is a developer with this address already.");
        developer.passwordHash = passwords.hash(PasswordRules.checked("password", password, name, email));
        developer.state = Developer.State.APPROVED;
        developer.createdAt = Instant.now();
        developer.verifiedAt = developer.createdAt;
        developer.persist();
        audit.record("developer.created", "developer", developer.id, developer.email, Map.of());
        return developer;
    }

    public Developer any(UUID developerId) {
        return Developer.<Developer>findByIdOptional(developerId).orElseThrow(NotFound::new);
    }

    void rename(UUID developerId, String name) {
        Developer developer = any(developerId);
        String before = developer.name;
        developer.name = PersonName.checked(name);
        if (developer.name.equals(before)) return;
        audit.record("developer.renamed", "developer", developer.id, developer.email, Map.of("name before", before));
    }

    /** The mailbox is theirs. The rule, or else an operator, decides on the rest; a second time changes nothing. */
    void confirmed(UUID developerId) {
        Developer developer = locked(developerId);
        if (developer.verifiedAt == null) developer.verifiedAt = Instant.now();
        if (developer.state != Developer.State.UNVERIFIED) return;
        boolean approved = isApprovedByRule(developer.email);
        turn(developer, approved ? Developer.State.APPROVED : Developer.State.PENDING, "", "developer.confirmed");
        if (!approved)
            Operator.<Operator>list("disabled", false).stream()
                    .filter(operator -> operator.rights.mayChange(Area.PEOPLE))
                    .forEach(operator -> mails.awaitsApproval(operator, developer));
    }

    private boolean isApprovedByRule(String email) {
        return settings.signup().approval() == Settings.Approval.AUTO
                || settings.signup()
                        .trustedDomains()
                        .map(domains -> domains.stream().anyMatch(EmailAddress.domain(email)::equalsIgnoreCase))
                        .orElse(false);
    }

    /** Also for an address that was never confirmed: whoever approves it vouches for it. */
    public void approve(UUID developerId) {
        Developer developer = locked(developerId);
        only(developer, EnumSet.of(Developer.State.UNVERIFIED, Developer.State.PENDING));
        turn(developer, Developer.State.APPROVED, "", "developer.approved");
        mails.approved(developer, "");
    }

    /**
     * @param reason told to the developer
     */
    public void reject(UUID developerId, String reason) {
        Developer developer = locked(developerId);
        only(developer, EnumSet.of(Developer.State.PENDING));
        turn(developer, Developer.State.REJECTED, reason(reason), "developer.rejected");
        sessions.endAll(AccountKind.DEVELOPER, developerId);
        mails.rejected(developer);
    }

    /**
     * Ends the developer's sessions; the gateway hears of it by event and refuses the keys of all applications.
     *
     * @param reason told to the developer
     */
    public void suspend(UUID developerId, String reason) {
        Developer developer = locked(developerId);
        only(developer, EnumSet.of(Developer.State.PENDING, Developer.State.APPROVED));
        turn(developer, Developer.State.SUSPENDED, reason(reason), "developer.suspended");
        sessions.endAll(AccountKind.DEVELOPER, developerId);
        mails.suspended(developer);
    }

    /**
     * What was declined or suspended is approved after all.
     *
     * @param reason told to the developer; may be empty
     */
    public void reinstate(UUID developerId, String reason) {
        String clean = Text.optional("reason", reason, LONGEST_REASON);
        Developer developer = locked(developerId);
        only(developer, EnumSet.of(Developer.State.SUSPENDED, Developer.State.REJECTED));
        boolean suspended = developer.state == Developer.State.SUSPENDED;
        turn(developer, Developer.State.APPROVED, clean, suspended ? "developer.reinstated" : "developer.approved");
        // The account keeps only why something is withheld; why it is given stands in the mail and in the audit.
        developer.stateReason = "";
        if (suspended) mails.reinstated(developer, clean);
        else mails.approved(developer, clean);
    }

    private void turn(Developer developer, Developer.State state, String reason, String action) {
        Developer.State before = developer.state;
        developer.state = state;
        developer.stateReason = reason;
        audit.record(
                action,
                "developer",
                developer.id,
                developer.email,
                Map.of("state before", before, "state", state, "reason", reason));
        changed.fire(new DeveloperChanged(developer.id));
    }

    /** Held until the transaction ends, so that two operators decide one after the other. */
    private static Developer locked(UUID developerId) {
        Developer developer = Developer.findById(developerId, LockModeType.PESSIMISTIC_WRITE);
        if (developer == null) throw new NotFound();
        return developer;
    }

    /** Who comes too late is told who was first. */
    private void only(Developer developer, Set<Developer.State> from) {
        if (from.contains(developer.state)) return;
        String decided = audit.last("developer", developer.id, DECISIONS)
                .map(entry -> " by " + entry.actorName + " on " + Words.time(entry.happenedAt))
                .orElse("");
        throw new Refused(
                null, "The account of " + developer.name + " is already " + developer.state.words() + decided + ".");
    }

    private static String reason(String typed) {
        return Text.required("reason", "a reason; the developer will read it", typed, LONGEST_REASON);
    }
}
