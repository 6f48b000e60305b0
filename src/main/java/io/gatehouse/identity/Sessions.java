package io.gatehouse.identity;

import io.gatehouse.audit.Audit;
import io.gatehouse.rights.Rights;
import io.gatehouse.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who is signed in where. Looked up on each request, so that an ended session or a suspended account stops at once. */
@ApplicationScoped
@Transactional
public class Sessions {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration BETWEEN_TOUCHES = Duration.ofMinutes(1);
    private static final Set<Developer.State> MAY_SIGN_IN = Set.of(Developer.State.PENDING, Developer.State.APPROVED);

    private final Audit audit;

    Sessions(Audit audit) {
        this.audit = audit;
    }

    /** A session in use and the person that it belongs to. */
    record SignedIn(UUID sessionId, Viewer.Person person, Rights rights) {}

    /** Begins a session; the answer is the cookie's value, which nobody can read here again. */
    String start(AccountKind kind, UUID accountId, Browser browser) {
        String token = SecretToken.fresh();
        LoginSession session = new LoginSession();
        session.tokenDigest = SecretToken.digest(token);
        session.accountKind = kind;
        session.accountId = accountId;
        session.createdAt = Instant.now();
        session.lastSeenAt = session.createdAt;
        session.expiresAt = session.createdAt.plus(LONGEST);
        session.address = browser.address();
        session.userAgent = browser.userAgent();
        session.persist();
        return token;
    }

    Optional<SignedIn> find(AccountKind kind, String token) {
        Instant now = Instant.now();
        LoginSession session = LoginSession.<LoginSession>find(
                        "tokenDigest = ?1 and accountKind = ?2 and expiresAt > ?3 and lastSeenAt > ?4",
                        SecretToken.digest(token),
                        kind,
                        now,
                        now.minus(IDLE))
                .firstResult();
        if (session == null) return Optional.empty();
        if (session.lastSeenAt.isBefore(now.minus(BETWEEN_TOUCHES)))
            // By statement, not by entity: the session may end in another request meanwhile, which is no error.
            LoginSession.update("lastSeenAt = ?1 where id = ?2", now, session.id);
        return person(kind, session.accountId)
                .map(person -> new SignedIn(session.id, person, rights(kind, person.id())));
    }

    /** Sessions that can still be used, the latest used first. */
    public List<LoginSession> of(AccountKind kind, UUID accountId) {
        Instant now = Instant.now();
        return LoginSession.list(
                "accountKind = ?1 and accountId = ?2 and expiresAt > ?3 and lastSeenAt > ?4 order by lastSeenAt desc",
                kind,
                accountId,
                now,
                now.minus(IDLE));
    }

    /** By the person who has it. */
    void signOut(AccountKind kind, String token) {
        find(kind, token).ifPresent(session -> record(kind, session.person(), "signed-out", Map.of()));
        end(token);
    }

    void end(String token) {
        LoginSession.delete("tokenDigest", SecretToken.digest(token));
    }

    /** Ends one session of this account; somebody else's is not found. */
    void end(AccountKind kind, UUID accountId, UUID sessionId) {
        if (LoginSession.delete("id = ?1 and accountKind = ?2 and accountId = ?3", sessionId, kind, accountId) == 0)
            throw new NotFound();
        person(kind, accountId)
                .ifPresent(person -> record(kind, person, "session-ended", Map.of("session", sessionId)));
    }

    void endAll(AccountKind kind, UUID accountId) {
        LoginSession.delete("accountKind = ?1 and accountId = ?2", kind, accountId);
    }

    void endOthers(AccountKind kind, UUID accountId, UUID kept) {
        long ended = LoginSession.delete("accountKind = ?1 and accountId = ?2 and id <> ?3", kind, accountId, kept);
        if (ended == 0) return;
        person(kind, accountId).ifPresent(person -> record(kind, person, "sessions-ended", Map.of("sessions", ended)));
    }

    private void record(AccountKind kind, Viewer.Person person, String what, Map<String, ?> detail) {
        String target = kind.name().toLowerCase(Locale.ROOT);
        audit.record(target + "." + what, target, person.id(), person.email(), detail);
    }

    /** Read at each request, as the person is: what was taken away is gone at once. */
    private static Rights rights(AccountKind kind, UUID accountId) {
        return kind == AccountKind.OPERATOR ? Operator.<Operator>findById(accountId).rights : Rights.NOTHING;
    }

    private static Optional<Viewer.Person> person(AccountKind kind, UUID accountId) {
        return switch (kind) {
            case DEVELOPER ->
                Developer.<Developer>findByIdOptional(accountId)
                        .filter(developer -> MAY_SIGN_IN.contains(developer.state))
                        .map(developer -> new Viewer.Person(
                                developer.id,
                                developer.name,
                                developer.email,
                                developer.state == Developer.State.APPROVED));
            case OPERATOR ->
                Operator.<Operator>findByIdOptional(accountId)
                        .filter(operator -> !operator.disabled)
                        .map(operator -> new Viewer.Person(operator.id, operator.name, operator.email, true));
        };
    }
}
