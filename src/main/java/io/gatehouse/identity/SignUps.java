package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.web.Checks;
import io.gatehouse.web.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * From sign-up to a confirmed address. To whoever asks, a known address looks like a new one: the difference is in the mail, which
 * only the owner of the mailbox reads. The link alone confirms nothing; it takes the password of this very sign-up as well, so
 * that nobody can have an account made ready with a password of theirs and somebody else's confirmation.
 */
@ApplicationScoped
class SignUps {
    private final Accounts accounts;
    private final Passwords passwords;
    private final SignIns signIns;
    private final OneTimeTokens tokens;
    private final AccountMails mails;
    private final Audit audit;

    SignUps(
            Accounts accounts,
            Passwords passwords,
            SignIns signIns,
            OneTimeTokens tokens,
            AccountMails mails,
            Audit audit) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.signIns = signIns;
        this.tokens = tokens;
        this.mails = mails;
        this.audit = audit;
    }

    /**
     * @param next path of our own to go to in the end, or nothing
     */
    void signUp(String name, String email, String password, String next) {
        Checks checks = new Checks();
        String cleanName = checks.value(() -> PersonName.checked(name));
        String cleanEmail = checks.value(() -> EmailAddress.checked(email));
        checks.that(() -> PasswordRules.checked("password", password, name, email));
        checks.orRefuse();
        String hash = passwords.hash(password);
        Runnable register = () -> register(cleanName, cleanEmail, hash, next);
        try {
            QuarkusTransaction.requiringNew().run(register);
        } catch (PersistenceException raced) {
            // Somebody signed up with this address in the same moment; now it is a known one.
            QuarkusTransaction.requiringNew().run(register);
        }
    }

    private void register(String name, String email, String hash, String next) {
        if (mails.isFlooded(email)) return;
        Developer developer = byEmail(email).orElse(null);
        if (developer != null && developer.state != Developer.State.UNVERIFIED) {
            mails.alreadySignedUp(developer);
            return;
        }
        if (developer == null) {
            developer = new Developer();
            developer.email = email;
            developer.createdAt = Instant.now();
        }
        developer.name = name;
        developer.passwordHash = hash;
        developer.persistAndFlush();
        audit.record("developer.signed-up", "developer", developer.id, email, Map.of());
        mails.confirm(developer, tokens.issue(OneTimeToken.Purpose.VERIFY_EMAIL, developer.id), next);
    }

    /** Sends a new link, if there is an account that waits for one. */
    void resend(String email, String next) {
        String clean = EmailAddress.checked(email);
        QuarkusTransaction.requiringNew()
                .run(() -> byEmail(clean)
                        .filter(developer -> developer.state == Developer.State.UNVERIFIED && !mails.isFlooded(clean))
                        .ifPresent(developer -> mails.confirm(
                                developer, tokens.issue(OneTimeToken.Purpose.VERIFY_EMAIL, developer.id), next)));
    }

    /**
     * For somebody who has the password and not the confirmed address. A link that still works is left alone: a new one would void it.
     *
     * @return whether a new link was sent
     */
    boolean renew(String email, String next) {
        boolean works = QuarkusTransaction.requiringNew()
                .call(() -> byEmail(EmailAddress.lenient(email))
                        .map(developer -> tokens.isOpen(OneTimeToken.Purpose.VERIFY_EMAIL, developer.id))
                        .orElse(false));
        if (!works) resend(email, next);
        return !works;
    }

    /** Whose address the link confirms. */
    Developer awaiting(String token) {
        return QuarkusTransaction.requiringNew()
                .call(() -> tokens.find(OneTimeToken.Purpose.VERIFY_EMAIL, token)
                        .flatMap(found -> Developer.<Developer>findByIdOptional(found.accountId))
                        .orElseThrow(SpentToken::new));
    }

    /** Whether the link belongs to an account that is confirmed already, so that following it twice is no error. */
    boolean isConfirmed(String token) {
        return QuarkusTransaction.requiringNew()
                .call(() -> tokens.accountOf(OneTimeToken.Purpose.VERIFY_EMAIL, token)
                        .flatMap(id -> Developer.<Developer>findByIdOptional(id))
                        .map(developer -> developer.verifiedAt != null)
                        .orElse(false));
    }

    /**
     * Confirms the address and signs in.
     *
     * @return the session cookie's value
     */
    String confirm(String token, String password, Browser browser) {
        Developer developer = awaiting(token);
        if (password.isEmpty()) throw new Refused("password", "Enter the password that you chose when you signed up.");
        if (!signIns.isPasswordOf(AccountKind.DEVELOPER, developer.email, password, browser))
            throw new Refused("password", "This is not the password that you chose when you signed up.");
        QuarkusTransaction.requiringNew().run(() -> {
            tokens.use(OneTimeToken.Purpose.VERIFY_EMAIL, token);
            accounts.confirmed(developer.id);
        });
        return signIns.begin(developer.id, browser);
    }

    private static Optional<Developer> byEmail(String email) {
        return Developer.<Developer>find("email", email).firstResultOptional();
    }
}
