package io.gatehouse.gateway.proxy;

/**
 * What one client may cost. Beyond these a request is refused before anybody reads it.
 *
 * @param headBytes of all header fields together; beyond them 431
 * @param bodyBytes beyond them 413; 0 for no limit
 * @param headMillis in which a request's head must have come, from its first byte on
 * @param idleMillis that a connection may stay open without a request, and that a client may take to read an answer on
 * @param bodyBytesPerSecond that a client must send on average, once its body takes longer than {@code headMillis}
 * @param connections per event loop; more are closed at once
 */
public record Limits(
        int requestLineBytes,
        int headBytes,
        int fields,
        long bodyBytes,
        long headMillis,
        long idleMillis,
        long bodyBytesPerSecond,
        int connections) {

    public static final Limits DEFAULT = new Limits(8192, 16_384, 100, 10 << 20, 10_000, 60_000, 240, 20_000);

    public Limits withBodyBytes(long bytes) {
        return new Limits(
                requestLineBytes, headBytes, fields, bytes, headMillis, idleMillis, bodyBytesPerSecond, connections);
    }
}
