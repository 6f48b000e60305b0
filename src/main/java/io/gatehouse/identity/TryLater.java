package io.gatehouse.identity;

import io.gatehouse.web.Refused;
import java.time.Duration;

/** Nothing is wrong with the form, only with the moment; says how long to wait, and nothing about whether there is such an account. */
final class TryLater extends Refused {
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final long seconds;

    private TryLater(int status, String why, long seconds) {
        super(null, why + " Try again in " + words(seconds) + ".");
        this.status = status;
        this.seconds = seconds;
    }

    static TryLater tooManyAttempts(Duration wait) {
        return new TryLater(
                TOO_MANY_REQUESTS,
                "There were too many attempts.",
                Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    static TryLater tooBusy(Duration wait) {
        return new TryLater(UNAVAILABLE, "Too many people are signing in at this moment.", wait.toSeconds());
    }

    int status() {
        return status;
    }

    long seconds() {
        return seconds;
    }

    private static String words(long seconds) {
        if (seconds == 1) return "a second";
        return seconds < 90 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }
}
