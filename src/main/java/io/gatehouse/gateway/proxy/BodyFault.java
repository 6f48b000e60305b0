package io.gatehouse.gateway.proxy;

/** What can be wrong with a client's body; the rest of it is not waited for. */
enum BodyFault {
    TOO_LARGE(413, "Payload too large", "body-too-large", Guard.Limit.BODY_SIZE),
    TOO_SLOW(408, "Request timeout", "body-too-slow", Guard.Limit.BODY_RATE),
    /** Nobody knows where the request ends. */
    BROKEN(400, "Bad request", "body-broken", Guard.Limit.UNREADABLE);

    private final OwnAnswer answer;
    private final String reason;
    private final Guard.Limit limit;

    BodyFault(int status, String message, String reason, Guard.Limit limit) {
        this.answer = OwnAnswer.fault(status, message);
        this.reason = reason;
        this.limit = limit;
    }

    OwnAnswer answer() {
        return answer;
    }

    Guard.Limit limit() {
        return limit;
    }

    /** For the record of the call. */
    String reason() {
        return reason;
    }
}
