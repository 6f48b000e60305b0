package io.gatehouse.controlplane.sync;

/** The group has changed since the caller looked at it. */
public class OtherRevision extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherRevision(long expected, long actual) {
        super("This runtime group has changed since you looked at it: it was at revision " + expected + " and is at "
                + actual + " now. Look at the difference again, and sync then.");
    }
}
