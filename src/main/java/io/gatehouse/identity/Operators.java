package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.web.Checks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;

/** The people who run Gatehouse. */
@ApplicationScoped
@Transactional
public class Operators {
    private final Passwords passwords;
    private final OneTimeTokens tokens;
    private final Audit audit;

    Operators(Passwords passwords, OneTimeTokens tokens, Audit audit) {
        this.passwords = passwords;
        this.tokens = tokens;
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
}
