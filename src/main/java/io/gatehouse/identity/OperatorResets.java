package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.web.NotFound;
import io.gatehouse.web.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;

/** A new password for an operator who lost theirs: only another operator can let them in again. */
@ApplicationScoped
public class OperatorResets {
    private static final OneTimeToken.Purpose PURPOSE = OneTimeToken.Purpose.RESET_OPERATOR;

    private final Passwords passwords;
    private final Sessions sessions;
    private final OneTimeTokens tokens;
    private final AccountMails mails;
    private final Audit audit;

    OperatorResets(Passwords passwords, Sessions sessions, OneTimeTokens tokens, AccountMails mails, Audit audit) {
        this.passwords = passwords;
        this.sessions = sessions;
        this.tokens = tokens;
        this.mails = mails;
        this.audit = audit;
    }

    /** The password stays until the link is used. */
    @Transactional
    public OneTimeLink handOut(UUID operatorId) {
        Operator operator = Operator.<Operator>findByIdOptional(operatorId).orElseThrow(NotFound::new);
        if (operator.disabled) throw new Refused(null, operator.name + " is disabled. Enable the account first.");
        String path = "/console/reset-password/" + tokens.issue(PURPOSE, operator.id);
        audit.record("operator.reset-link-made", "operator", operator.id, operator.email, Map.of());
        return mails.newPassword(operator.name, operator.email, path, "/console/operators", "operators");
    }

    /** Whose password the link changes. A link of somebody who was disabled since works no more. */
    Operator owner(String token) {
        return QuarkusTransaction.requiringNew()
                .call(() -> tokens.find(PURPOSE, token)
                        .flatMap(found -> Operator.<Operator>findByIdOptional(found.accountId))
                        .filter(operator -> !operator.disabled)
                        .orElseThrow(SpentToken::new));
    }

    void reset(String token, String password) {
        Operator owner = owner(token);
        String hash = passwords.hash(PasswordRules.checked("password", password, owner.name, owner.email));
        QuarkusTransaction.requiringNew().run(() -> {
            tokens.use(PURPOSE, token);
            sessions.endAll(AccountKind.OPERATOR, owner.id);
            Operator.<Operator>findById(owner.id).passwordHash = hash;
            audit.record("operator.password-reset", "operator", owner.id, owner.email, Map.of());
        });
    }
}
