package io.gatehouse.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/**
 * Slows guessing down. An attempt on an account is counted <em>before</em> the password is looked at and forgiven when it was right, so that
 * many at once cannot slip past the limit. Attempts from one address are counted when they fail, since a whole office may sign in from
 * it in the same minute. Accounts that do not exist are counted like those that do.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class SignInThrottle {
    static final int MOST_PER_ACCOUNT = 10;
    static final int MOST_PER_ADDRESS = 50;
    static final int MOST_MAILS_PER_ADDRESS = 50;
    static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int FREE = 3;

    private final EntityManager entities;

    SignInThrottle(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Counts an attempt, or refuses it.
     *
     * @param network where it comes from: {@link Browser#network}
     * @param known what its browser is known by, which is then counted alone: strangers' attempts do not shut the owner out. Null for
     *     any other.
     */
    void attempt(AccountKind kind, String email, String network, String known) {
        Instant now = Instant.now();
        if (known == null) refuseWhileBlocked(entities.find(LoginFailures.class, address(network)), now);
        LoginFailures account = locked(account(kind, email, known), now);
        refuseWhileBlocked(account, now);
        account.failures++;
        account.blockedUntil = account.failures >= MOST_PER_ACCOUNT
                ? account.windowStartedAt.plus(WINDOW)
                : now.plusSeconds(account.failures <= FREE ? 0 : 1L << (account.failures - FREE - 1));
    }

    void failed(String network) {
        Instant now = Instant.now();
        LoginFailures failures = locked(address(network), now);
        failures.failures++;
        if (failures.failures >= MOST_PER_ADDRESS) failures.blockedUntil = failures.windowStartedAt.plus(WINDOW);
    }

    /** Counts forms that make us write mails, so that nobody floods other people's mailboxes through us. */
    void mailAsked(String network) {
        Instant now = Instant.now();
        LoginFailures asked = locked("mails:" + network, now);
        refuseWhileBlocked(asked, now);
        asked.failures++;
        if (asked.failures >= MOST_MAILS_PER_ADDRESS) asked.blockedUntil = asked.windowStartedAt.plus(WINDOW);
    }

    void succeeded(AccountKind kind, String email, String known) {
        LoginFailures.update("failures = 0, blockedUntil = null where bucket = ?1", account(kind, email, known));
    }

    /** The row, held until this transaction ends, and begun anew when its window is over. */
    private LoginFailures locked(String bucket, Instant now) {
        LoginFailures row = find(bucket);
        if (row == null) {
            entities.createQuery(
                            "insert into LoginFailures (bucket, failures, windowStartedAt) values (:bucket, 0, :now)"
                                    + " on conflict do nothing")
                    .setParameter("bucket", bucket)
                    .setParameter("now", now)
                    .executeUpdate();
            row = find(bucket);
        }
        if (row.windowStartedAt.plus(WINDOW).isAfter(now)) return row;
        row.failures = 0;
        row.windowStartedAt = now;
        row.blockedUntil = null;
        return row;
    }

    private LoginFailures find(String bucket) {
        return entities.find(LoginFailures.class, bucket, LockModeType.PESSIMISTIC_WRITE);
    }

    private static void refuseWhileBlocked(LoginFailures row, Instant now) {
        if (row != null && row.blockedUntil != null && row.blockedUntil.isAfter(now))
            throw TryLater.tooManyAttempts(Duration.between(now, row.blockedUntil));
    }

    private static String account(AccountKind kind, String email, String known) {
        return known == null ? kind + ":" + email : kind + ":" + email + ":" + known;
    }

    private static String address(String network) {
        return "address:" + network;
    }
}
