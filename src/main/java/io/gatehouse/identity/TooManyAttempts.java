package io.gatehouse.identity;

import io.gatehouse.web.Refused;
import java.time.Duration;

/** Sign-in is blocked for a while; says for how long, and nothing about whether there is such an account. */
final class TooManyAttempts extends Refused {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyAttempts(Duration wait) {
        super(null, "There were too many attempts. Try again in " + words(wait) + ".");
        this.wait = wait;
    }

    long seconds() {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    private static String words(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        if (seconds == 1) return "a second";
        return seconds < 90 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }
}
