package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.rights.Rights;
import io.gatehouse.rights.Role;
import io.gatehouse.web.Checks;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The people who run Gatehouse. */
@ApplicationScoped
@Transactional
public class Operators {
    private final Passwords passwords;
    private final OneTimeTokens tokens;
    private final Sessions sessions;
    private final Audit audit;

    Operators(Passwords passwords, OneTimeTokens tokens, Sessions sessions, Audit audit) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.sessions = sessions;
        this.audit = audit;
    }

    public boolean isEmpty() {
        return Operator.count() == 0;
    }

    public List<Operator> all() {
        return Operator.list("order by disabled, lower(name), id");
    }

    /** Never the last one who may do everything: nobody could let anybody in again. */
    public Operator disable(UUID id) {
        List<Operator> active = active();
        Operator operator = any(id);
        if (operator.disabled) return operator;
        refuseLast(operator, active);
        operator.disabled = true;
        sessions.endAll(AccountKind.OPERATOR, id);
        audit.record("operator.disabled", "operator", id, operator.email, Map.of());
        return operator;
    }

    public Operator enable(UUID id) {
        Operator operator = any(id);
        if (!operator.disabled) return operator;
        operator.disabled = false;
        audit.record("operator.enabled", "operator", id, operator.email, Map.of());
        return operator;
    }

    /** In force at the next page that they ask for. */
    public Operator change(UUID id, Rights rights) {
        List<Operator> active = active();
        Operator operator = any(id);
        Rights before = operator.rights;
        if (before.equals(rights)) return operator;
        if (!isWhole(rights)) refuseLast(operator, active);
        operator.rights = rights;
        audit.record(
                "operator.rights-changed",
                "operator",
                id,
                operator.email,
                Map.of("before", before.text(), "after", rights.text()));
        return operator;
    }

    /** Locked, so that two who take away each other's rights do so one after the other. */
    private static List<Operator> active() {
        return Operator.<Operator>find("disabled = false order by id")
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    private static boolean isWhole(Rights rights) {
        return rights.role() == Role.ADMIN && rights.isWhole();
    }

    private static void refuseLast(Operator operator, List<Operator> active) {
        boolean isLast = !operator.disabled
                && isWhole(operator.rights)
                && active.stream().filter(other -> isWhole(other.rights)).count() == 1;
        if (isLast)
            throw new Refused(
                    null, operator.name + " is the last operator who may do everything. Invite another one first.");
    }

    public Operator any(UUID id) {
        return Operator.<Operator>findByIdOptional(id).orElseThrow(NotFound::new);
    }

    public Operator create(String email, String name, String password) {
        return create(email, name, password, Rights.EVERYTHING);
    }

    public Operator create(String email, String name, String password, Rights rights) {
        Checks checks = new Checks();
        Operator operator = new Operator();
        operator.name = checks.value(() -> PersonName.checked(name));
        operator.email = checks.value(() -> EmailAddress.checked(email));
        checks.that(() -> PasswordRules.checked("password", password, name, email));
        checks.orRefuse();
        if (Operator.count("email", operator.email) > 0)
            throw new Refused("email", "There is an operator with this address already.");
        tokens.endAll(OneTimeToken.Purpose.FIRST_OPERATOR, null);
        operator.passwordHash = passwords.hash(password);
        operator.rights = rights;
        operator.createdAt = Instant.now();
        operator.persist();
        audit.record("operator.created", "operator", operator.id, operator.email, Map.of("rights", rights.text()));
        return operator;
    }

    /** Whether the link that was printed can still be used. */
    void awaitFirst(String token) {
        tokens.find(OneTimeToken.Purpose.FIRST_OPERATOR, token).orElseThrow(SpentToken::new);
    }

    /** The one who comes with the link that was printed at the start. */
    void createFirst(String token, String email, String name, String password) {
        tokens.use(OneTimeToken.Purpose.FIRST_OPERATOR, token);
        create(email, name, password);
    }

    /**
     * For somebody who is signed in and has just given the old password. All sessions end.
     *
     * @return the cookie's value of the session that takes their place
     */
    String changePassword(Viewer.Person person, Browser browser, String password) {
        String hash = passwords.hash(PasswordRules.checked("password", password, person.name(), person.email()));
        Operator operator = Operator.findById(person.id());
        operator.passwordHash = hash;
        sessions.endAll(AccountKind.OPERATOR, operator.id);
        audit.record("operator.password-changed", "operator", operator.id, operator.email, Map.of());
        return sessions.start(AccountKind.OPERATOR, operator.id, browser);
    }
}
