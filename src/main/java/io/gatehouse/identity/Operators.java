package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.web.Checks;
import io.gatehouse.web.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
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

    public Operator create(String email, String name, String password) {
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
        operator.createdAt = Instant.now();
        operator.persist();
        audit.record("operator.created", "operator", operator.id, operator.email, Map.of());
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

    /** For somebody who is signed in and has just given the old password; other sessions end. */
    void changePassword(Viewer.Person person, UUID sessionId, String password) {
        String hash = passwords.hash(PasswordRules.checked("password", password, person.name(), person.email()));
        Operator operator = Operator.findById(person.id());
        operator.passwordHash = hash;
        sessions.endOthers(AccountKind.OPERATOR, operator.id, sessionId);
        audit.record("operator.password-changed", "operator", operator.id, operator.email, Map.of());
    }
}
