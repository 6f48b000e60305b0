package io.gatehouse.controlplane;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks a few times a second for what other control planes on this database have written. */
@Singleton
class ChangePoll {
    private static final Logger LOG = Logger.getLogger(ChangePoll.class);
    private static final long MILLIS = 200;

    private final CommittedChanges committed;
    private final LocalNode node;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "changes"));
    private boolean isAway;

    ChangePoll(CommittedChanges committed, LocalNode node) {
        this.committed = committed;
        this.node = node;
    }

    void start(@Observes StartupEvent event) {
        committed.begin();
        node.start();
        thread.scheduleWithFixedDelay(this::poll, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.shutdownNow();
    }

    /** Whatever was missed while the database was away is in the log when it is back. */
    private void poll() {
        try {
            committed.poll();
            if (isAway) LOG.info("The change log can be read again");
            isAway = false;
        } catch (RuntimeException e) {
            if (!isAway && !thread.isShutdown())
                LOG.warn("The change log cannot be read; what other control planes change arrives later", e);
            isAway = true;
        }
    }
}
