package io.gatehouse.identity;

import io.gatehouse.audit.Actor;
import io.gatehouse.audit.Audit;
import io.gatehouse.audit.OncePerMinute;
import io.gatehouse.web.Checks;
import io.gatehouse.web.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Signing in with e-mail and password. Passwords are hashed outside of any transaction: that takes a while, connections are few. */
@ApplicationScoped
class SignIns {
    private static final String WRONG = "The e-mail address or the password is not right.";

    private final SignInThrottle throttle;
    private final KnownBrowsers browsers;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Audit audit;
    private final OncePerMinute throttled = new OncePerMinute(InstantSource.system());

    SignIns(SignInThrottle throttle, KnownBrowsers browsers, Passwords passwords, Sessions sessions, Audit audit) {
        this.throttle = throttle;
        this.browsers = browsers;
        this.passwords = passwords;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** An account as far as signing in is concerned. */
    private record Account(UUID id, String email, String hash) {}

    /** The address is not confirmed yet, but the password was right. */
    static final class Unconfirmed extends Refused {
        private static final long serialVersionUID = 1L;

        private Unconfirmed() {
            super(null, "Confirm your e-mail address first.");
        }
    }

    /**
     * Begins a session of a developer.
     *
     * @return the session cookie's value
     */
    String developer(String email, String password, Browser browser) {
        return begin(checked(AccountKind.DEVELOPER, email, password, browser), browser);
    }

    /** Begins a session of a developer who has just shown the password. */
    String begin(UUID developerId, Browser browser) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Developer developer = Developer.findById(developerId);
            switch (developer.state) {
                case UNVERIFIED -> throw new Unconfirmed();
                case REJECTED -> throw new Refused(null, "Your account was declined: " + developer.stateReason);
                case SUSPENDED -> throw new Refused(null, "Your account is suspended: " + developer.stateReason);
                case PENDING, APPROVED -> {}
            }
            Actor actor = new Actor("developer", developerId, developer.name, browser.address());
            audit.record(actor, "developer.signed-in", "developer", developerId, developer.email, Map.of());
            return sessions.start(AccountKind.DEVELOPER, developerId, browser);
        });
    }

    String operator(String email, String password, Browser browser) {
        UUID id = checked(AccountKind.OPERATOR, email, password, browser);
        return QuarkusTransaction.requiringNew().call(() -> {
            Operator operator = Operator.findById(id);
            if (operator.disabled) throw new Refused(null, WRONG);
            Actor actor = new Actor("operator", id, operator.name, browser.address());
            audit.record(actor, "operator.signed-in", "operator", id, operator.email, Map.of());
            return sessions.start(AccountKind.OPERATOR, id, browser);
        });
    }

    /** Refuses in the same words whether or not there is such an account. */
    private UUID checked(AccountKind kind, String email, String password, Browser browser) {
        Checks checks = new Checks();
        if (email.isBlank()) checks.refuse("email", "Enter your e-mail address.");
        if (password.isEmpty()) checks.refuse("password", "Enter your password.");
        checks.orRefuse();
        return find(kind, email, password, browser).orElseThrow(() -> new Refused(null, WRONG));
    }

    /** For somebody whose address is known here already. */
    boolean isPasswordOf(AccountKind kind, String email, String password, Browser browser) {
        return find(kind, email, password, browser).isPresent();
    }

    /** The account, if there is one and this is its password. Takes as long if there is none. */
    private Optional<UUID> find(AccountKind kind, String email, String password, Browser browser) {
        String clean = EmailAddress.lenient(email);
        passwords.refuseWhenFull();
        String known = browsers.id(browser, kind, clean).orElse(null);
        Account account = QuarkusTransaction.requiringNew()
                .call(() -> account(kind, clean))
                .orElse(null);
        try {
            throttle.attempt(kind, clean, browser.network(), known);
        } catch (TryLater later) {
            String cause = browser.network() + " " + (account == null ? null : account.id());
            if (throttled.isDue(cause)) writeDown(kind, account, "sign-in-throttled");
            throw later;
        }
        boolean usable = password.getBytes(StandardCharsets.UTF_8).length <= PasswordRules.MOST_BYTES;
        if (!passwords.matches(usable ? password : "", account == null ? null : account.hash())) {
            if (known == null) throttle.failed(browser.network());
            writeDown(kind, account, "sign-in-failed");
            return Optional.empty();
        }
        throttle.succeeded(kind, clean, known);
        refresh(kind, account, password);
        return Optional.of(account.id());
    }

    /** What was typed is not written down when there is no such account: it may be a password in the wrong field. */
    private void writeDown(AccountKind kind, Account account, String what) {
        String target = kind.name().toLowerCase(Locale.ROOT);
        if (account == null) audit.record(target + "." + what, target, null, "No such account", Map.of());
        else audit.record(target + "." + what, target, account.id(), account.email(), Map.of());
    }

    /** Hashes anew with today's parameters, now that the password is at hand. */
    private void refresh(AccountKind kind, Account account, String password) {
        if (!passwords.isOutdated(account.hash())) return;
        String hash = passwords.hash(password);
        QuarkusTransaction.requiringNew().run(() -> {
            String change = "passwordHash = ?1 where id = ?2 and passwordHash = ?3";
            if (kind == AccountKind.OPERATOR) Operator.update(change, hash, account.id(), account.hash());
            else Developer.update(change, hash, account.id(), account.hash());
        });
    }

    private static Optional<Account> account(AccountKind kind, String email) {
        return switch (kind) {
            case DEVELOPER ->
                Developer.<Developer>find("email", email)
                        .firstResultOptional()
                        .map(developer -> new Account(developer.id, developer.email, developer.passwordHash));
            case OPERATOR ->
                Operator.<Operator>find("email", email)
                        .firstResultOptional()
                        .map(operator -> new Account(operator.id, operator.email, operator.passwordHash));
        };
    }
}
