package io.gatehouse.controlplane;

import io.gatehouse.web.Refused;

/** Somebody else has changed it in the meantime. */
public class Stale extends Refused {
    private static final long serialVersionUID = 1L;

    public Stale() {
        super(
                null,
                "Somebody else has changed this in the meantime. Look at what it is now, and make your change again.");
    }
}
