package io.gatehouse.gateway.feed;

import java.io.IOException;

/** A control plane answered, and said no. */
final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Asking again changes nothing: somebody has to do something. */
    boolean isFinal() {
        return status == 400 || status == 401 || status == 403 || status == 409;
    }
}
