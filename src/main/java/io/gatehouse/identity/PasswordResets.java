package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** New passwords: by a mailed link for whoever forgot theirs, or with the old one. Either way all sessions end. */
@ApplicationScoped
public class PasswordResets {
    private static final Duration BY_HAND = Duration.ofHours(24);

    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final OneTimeTokens tokens;
    private final AccountMails mails;
    private final Audit audit;

    PasswordResets(
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            OneTimeTokens tokens,
            AccountMails mails,
            Audit audit) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.tokens = tokens;
        this.mails = mails;
        this.audit = audit;
    }

    /** Mails a link if there is such an account. Whoever asks cannot tell, if they have their answer before this begins. */
    void forgot(String clean) {
        QuarkusTransaction.requiringNew()
                .run(() -> Developer.<Developer>find("email", clean)
                        .firstResultOptional()
                        .filter(developer -> !mails.isFlooded(clean))
                        .ifPresent(developer -> mails.resetPassword(
                                developer, tokens.issue(OneTimeToken.Purpose.RESET_PASSWORD, developer.id))));
    }

    /** A link that an operator makes, for a person who gets no mail or cannot find it. The password stays until it is used. */
    @Transactional
    public OneTimeLink handOut(UUID developerId) {
        Developer developer = accounts.any(developerId);
        String path = "/reset-password/" + tokens.issue(OneTimeToken.Purpose.RESET_PASSWORD, developer.id, BY_HAND);
        audit.record("developer.reset-link-made", "developer", developer.id, developer.email, Map.of());
        return mails.newPassword(
                developer.name, developer.email, path, "/console/developers/" + developer.id, "developers");
    }

    /** Whose password the link changes. */
    Developer owner(String token) {
        return QuarkusTransaction.requiringNew()
                .call(() -> tokens.find(OneTimeToken.Purpose.RESET_PASSWORD, token)
                        .flatMap(found -> Developer.<Developer>findByIdOptional(found.accountId))
                        .orElseThrow(SpentToken::new));
    }

    /** The link came by mail, so it confirms the address as well. */
    void reset(String token, String password) {
        Developer developer = owner(token);
        PasswordRules.checked("password", password, developer.name, developer.email);
        String hash = passwords.hash(password);
        QuarkusTransaction.requiringNew().run(() -> {
            tokens.use(OneTimeToken.Purpose.RESET_PASSWORD, token);
            sessions.endAll(AccountKind.DEVELOPER, developer.id);
            accounts.confirmed(developer.id);
            store(developer.id, hash, "developer.password-reset");
        });
    }

    /**
     * For somebody who is signed in and has just given the old password. All sessions end, also the one that asks: whoever has taken
     * its cookie is out as well.
     *
     * @return the cookie's value of the session that takes its place
     */
    String change(UUID developerId, Browser browser, String password) {
        Developer developer = accounts.any(developerId);
        PasswordRules.checked("password", password, developer.name, developer.email);
        String hash = passwords.hash(password);
        return QuarkusTransaction.requiringNew().call(() -> {
            sessions.endAll(AccountKind.DEVELOPER, developerId);
            tokens.endAll(OneTimeToken.Purpose.RESET_PASSWORD, developerId);
            store(developerId, hash, "developer.password-changed");
            return sessions.start(AccountKind.DEVELOPER, developerId, browser);
        });
    }

    private void store(UUID developerId, String hash, String action) {
        Developer developer = Developer.findById(developerId);
        developer.passwordHash = hash;
        audit.record(action, "developer", developer.id, developer.email, Map.of());
        mails.passwordChanged(developer);
    }
}
