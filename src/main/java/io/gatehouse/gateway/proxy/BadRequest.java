package io.gatehouse.gateway.proxy;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** A request that cannot be read safely. No stack trace: whoever sends many of them shall not make us busy. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    BadRequest(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** What Netty could not read. */
    static BadRequest unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) return new BadRequest(414, "URI too long");
        if (cause instanceof TooLongHttpHeaderException)
            return new BadRequest(GatewayServer.TOO_LARGE, "Request header or cookie too large");
        return new BadRequest(400, "Bad request");
    }

    int status() {
        return status;
    }
}
