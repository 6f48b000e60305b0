package io.gatehouse.gateway.feed;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Brings what the spool holds to a control plane, one batch after another, for as long as it takes. */
public final class UsageReporter implements AutoCloseable {
    private static final Logger LOG = System.getLogger(UsageReporter.class.getName());
    private static final long IDLE_MILLIS = 500;
    private static final long LONGEST_WAIT_MILLIS = 5_000;
    private static final long LONG_MILLIS = 15_000;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private final ControlPlanes controlPlanes;
    private final ControlPlaneSource source;
    private final UsageSpool spool;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "usage-reporter");
    private int failures;

    public UsageReporter(ControlPlanes controlPlanes, ControlPlaneSource source, UsageSpool spool) {
        this.controlPlanes = controlPlanes;
        this.source = source;
        this.spool = spool;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            long wait = 0;
            while (!closed.await(wait, TimeUnit.MILLISECONDS)) wait = send();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how long to wait before the next one. */
    private long send() {
        NodeWire.Usage batch = spool.oldest();
        if (batch == null) return IDLE_MILLIS;
        URI address = controlPlanes.current();
        try {
            source.client().post(address, NodeWire.USAGE, batch);
            spool.done(batch.batch());
            failures = 0;
            return 0;
        } catch (Refusal refusal) {
            // Sent again and again it would stand in the way of all others.
            boolean isUseless = refusal.status() == BAD_REQUEST || refusal.status() == TOO_LARGE;
            if (isUseless) {
                LOG.log(Level.ERROR, "The control plane does not take a batch of usage: {0}", refusal.getMessage());
                spool.drop(batch);
                return 0;
            }
            return refusal.isFinal() ? LONG_MILLIS : waitMillis();
        } catch (IOException e) {
            // The thread that follows the control planes says so, and goes to the next one.
            return waitMillis();
        }
    }

    private long waitMillis() {
        failures++;
        return Math.max(IDLE_MILLIS, Math.min(LONGEST_WAIT_MILLIS, controlPlanes.waitMillis(failures)));
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
