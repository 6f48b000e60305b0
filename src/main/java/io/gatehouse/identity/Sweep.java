package io.gatehouse.identity;

import io.gatehouse.db.JobTurns;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/** Takes away what can no longer be used: ended sessions, spent links, old failures, sign-ups that nobody confirmed. */
@ApplicationScoped
class Sweep {
    static final Duration UNCONFIRMED_KEPT = Duration.ofDays(7);
    private static final Duration TOKENS_KEPT = Duration.ofDays(7);

    private static final Duration EVERY = Duration.ofMinutes(50);

    private final JobTurns turns;

    Sweep(JobTurns turns) {
        this.turns = turns;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @Transactional
    void sweep() {
        if (turns.take("accounts", EVERY)) sweepNow();
    }

    @Transactional
    void sweepNow() {
        Instant now = Instant.now();
        LoginSession.delete("expiresAt < ?1 or lastSeenAt < ?2", now, now.minus(Sessions.IDLE));
        OneTimeToken.delete("expiresAt < ?1", now.minus(TOKENS_KEPT));
        LoginFailures.delete("windowStartedAt < ?1", now.minus(SignInThrottle.WINDOW.multipliedBy(2)));
        Developer.delete("state = ?1 and createdAt < ?2", Developer.State.UNVERIFIED, now.minus(UNCONFIRMED_KEPT));
    }
}
