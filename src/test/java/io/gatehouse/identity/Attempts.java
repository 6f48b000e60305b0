package io.gatehouse.identity;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** Forgets what the throttle has counted, since all tests come from one address. */
final class Attempts {
    private Attempts() {}

    static void forget() {
        QuarkusTransaction.requiringNew()
                .run(() -> LoginFailures.update("failures = 0, blockedUntil = null where failures > 0"));
    }
}
