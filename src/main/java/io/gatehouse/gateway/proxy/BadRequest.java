package io.gatehouse.gateway.proxy;

/** A request that cannot be read safely. No stack trace: whoever sends many of them shall not make us busy. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    BadRequest(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
