package io.gatehouse.mail;

import io.gatehouse.db.JobTurns;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The mails that wait. Whoever takes one owns it for as long as sending may last, so that of several processes on one database one
 * sends it; if that process dies, the mail comes back.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class Queue {
    static final Duration GIVE_UP_AFTER = Duration.ofHours(24);
    static final Duration KEPT = Duration.ofDays(30);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int LONGEST_ERROR = 500;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(50);

    private final JobTurns turns;

    Queue(JobTurns turns) {
        this.turns = turns;
    }

    Optional<OutgoingMail> take() {
        Instant now = Instant.now();
        return OutgoingMail.<OutgoingMail>find("sentAt is null and nextAttemptAt <= ?1 order by nextAttemptAt", now)
                .firstResultOptional()
                .filter(mail -> OutgoingMail.update(
                                "attempts = attempts + 1, nextAttemptAt = ?1 where id = ?2 and attempts = ?3",
                                now.plus(LEASE),
                                mail.id,
                                mail.attempts)
                        == 1);
    }

    /** Its text goes: the links in it open accounts, and nobody needs them here any more. */
    void sent(UUID id) {
        OutgoingMail.update(
                "sentAt = ?1, nextAttemptAt = null, lastError = null, textBody = '' where id = ?2", Instant.now(), id);
    }

    /** It is tried again after a pause that doubles, until its links are of no use any more. */
    void failed(UUID id, String error) {
        OutgoingMail mail = OutgoingMail.findById(id);
        Instant now = Instant.now();
        mail.lastError = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
        mail.nextAttemptAt = mail.createdAt.plus(GIVE_UP_AFTER).isAfter(now) ? now.plus(pause(mail.attempts)) : null;
    }

    /** Who was written to, and about what, is nobody's business after a while. */
    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        if (turns.take("mails", BETWEEN_SWEEPS)) sweepNow();
    }

    void sweepNow() {
        OutgoingMail.delete("createdAt < ?1", Instant.now().minus(KEPT));
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
