package io.gatehouse.controlplane;

import io.gatehouse.db.JobTurns;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** Keeps the change log from growing for ever. A node that was away for longer than it goes back gets everything once more. */
@Singleton
class ChangePrune {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final long MOST = 1_000_000;
    private static final Duration EVERY = Duration.ofMinutes(50);

    private final ChangeRows rows;
    private final JobTurns turns;

    ChangePrune(ChangeRows rows, JobTurns turns) {
        this.rows = rows;
        this.turns = turns;
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void prune() {
        if (!turns.take("change-log", EVERY)) return;
        long last = rows.prunable(Instant.now().minus(KEPT), MOST);
        if (last > 0) rows.prune(last);
    }
}
