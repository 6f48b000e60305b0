package io.gatehouse.controlplane;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Work that must follow a commit. What fails then, because the database was away for a moment, is tried again until it works. */
@Singleton
class UntilDone {
    private static final Logger LOG = Logger.getLogger(UntilDone.class);

    private final Map<Object, Runnable> failed = new ConcurrentHashMap<>();

    /** @param what the later of two pieces of work with equal names replaces the earlier */
    void run(Object what, Runnable work) {
        try {
            work.run();
            failed.remove(what);
        } catch (RuntimeException e) {
            LOG.error("A change has not reached the gateway yet (" + what + "); trying again", e);
            failed.put(what, work);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void again() {
        failed.forEach(this::run);
    }
}
