package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.config.Route;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * What the gateway says itself.
 *
 * @param message null when there is a body already
 * @param headers null for none
 * @param body null when it is made of the message, in the form that the client accepts
 * @param isFault whether HTTP itself failed, and not a rule of the gateway's: such answers are formed before anybody looks at routes
 */
record OwnAnswer(int status, String message, MultiMap headers, Buffer body, boolean isFault) {
    static final String UNEXPECTED = "An unexpected error occurred";
    static final String BAD_GATEWAY = "An invalid response was received from the upstream server";
    static final String TIMEOUT = "The upstream server is timing out";

    private static final int UPGRADE_REQUIRED = 426;
    private static final int UNAVAILABLE = 503;

    static OwnAnswer refusal(int status, String message) {
        return new OwnAnswer(status, message, null, null, false);
    }

    static OwnAnswer fault(int status, String message) {
        return new OwnAnswer(status, message, null, null, true);
    }

    /** The upstream has failed: a fault, unless the gateway never reached it. */
    static OwnAnswer ofUpstream(int status, String message) {
        return status == UNAVAILABLE ? refusal(status, message) : fault(status, message);
    }

    /** For a client whose keys have been wrong again and again. */
    static OwnAnswer tooManyFailures(int retryAfterSeconds) {
        MultiMap headers = HttpHeaders.headers().set("Retry-After", Integer.toString(retryAfterSeconds));
        return new OwnAnswer(429, "Too many requests without a valid key", headers, null, false);
    }

    /** For a route that is only there for https. */
    static OwnAnswer httpsWanted(Route route, ClientRequest request) {
        int status = route.httpsRedirectStatusCode();
        MultiMap headers = HttpHeaders.headers();
        if (status == UPGRADE_REQUIRED) {
            headers.set("Upgrade", "TLS/1.2, HTTP/1.1").set("Connection", "Upgrade");
            return new OwnAnswer(status, "Please use HTTPS protocol", headers, null, false);
        }
        headers.set("Location", "https://" + request.host() + request.sentTarget());
        return new OwnAnswer(status, null, headers, Buffer.buffer(), false);
    }

    /** Adds its headers and gives the body. */
    Buffer write(MultiMap to, MultiMap request, Dialect dialect, String requestId) {
        if (headers != null) to.addAll(headers);
        if (message == null) return body == null ? Buffer.buffer() : body;
        ErrorBody form = ErrorBody.acceptedBy(isFault ? dialect.formOfFault(request) : request.get("accept"));
        to.set("Content-Type", form.contentType());
        return form.of(message, requestId);
    }
}
