package io.gatehouse.gateway.proxy;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

/** A client's connection, which carries one request after another. */
final class ClientConnection {
    /** What is read of a body that nobody wants any more. */
    static final long DISCARDED_BYTES = 65_536;

    private static final long DISCARDING_MILLIS = 1000;

    private final HttpConnection connection;
    private final StrictRequestDecoder decoder;
    private final String peer;
    private final int port;
    private final Limits limits;
    private final Guard guard;
    private Passage current;
    private int carried;
    private boolean ending;
    private long freeSince = System.currentTimeMillis();
    private long closesAt = Long.MAX_VALUE;
    /** What was asked for in TLS, empty for nothing; null without TLS. */
    private String serverName;

    /** @param port that it came to */
    ClientConnection(HttpConnection connection, StrictRequestDecoder decoder, int port, Limits limits, Guard guard) {
        this.connection = connection;
        this.decoder = decoder;
        this.port = port;
        this.limits = limits;
        this.guard = guard;
        this.peer = connection.remoteAddress().hostAddress();
        decoder.onBrokenBody(this::bodyIsBroken);
    }

    String peer() {
        return peer;
    }

    int port() {
        return port;
    }

    void isSecured(String name) {
        serverName = name;
    }

    boolean isSecure() {
        return serverName != null;
    }

    /** What was asked for in TLS, empty for nothing; null without TLS. */
    String serverName() {
        return serverName;
    }

    void carries(Passage passage) {
        current = passage;
        carried++;
        // A request follows only when the body before it has been read to its end.
        closesAt = Long.MAX_VALUE;
    }

    /** Whether the request that is being carried has a body without a readable end. */
    boolean isBodyBroken() {
        return decoder.isBodyBroken() && decoder.requests() == carried;
    }

    private void bodyIsBroken() {
        if (current == null) close();
        else if (isBodyBroken()) current.bodyFails(BodyFault.BROKEN);
    }

    /** Nobody waits for it any more. */
    void isFree() {
        current = null;
        freeSince = System.currentTimeMillis();
        // What came meanwhile was the body.
        decoder.headIsComplete();
    }

    void headIsComplete() {
        decoder.headIsComplete();
    }

    /** With the answer that is being written. What the client has sent behind that request is none of our business. */
    void ends() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isCarrying() {
        return current != null;
    }

    boolean isDue(long now) {
        if (current != null) return current.isDue(now);
        if (now >= closesAt) return true;
        long headSince = decoder.headStartedAt();
        return headSince > 0 ? now - headSince > limits.headMillis() : now - freeSince > limits.idleMillis();
    }

    void due() {
        if (current != null) {
            current.due();
            return;
        }
        if (decoder.headStartedAt() > 0) guard.hit(Guard.Limit.HEAD_TIME);
        else if (System.currentTimeMillis() - freeSince > limits.idleMillis()) guard.hit(Guard.Limit.IDLE_TIME);
        close();
    }

    /**
     * Reads on for a while after an answer that did not wait for the body, since closing on a client that still sends would take the
     * answer from it.
     */
    void discardBody(HttpServerRequest answered) {
        closesAt = System.currentTimeMillis() + DISCARDING_MILLIS;
        long[] discarded = {0};
        answered.handler(chunk -> {
            discarded[0] += chunk.length();
            if (discarded[0] > DISCARDED_BYTES) close();
        });
        answered.endHandler(none -> {
            if (ending) close();
        });
        answered.resume();
    }

    /** Speaks HTTP no more, so that no time for a request runs out. */
    void becomesTunnel() {
        current = null;
        freeSince = Long.MAX_VALUE;
    }

    HttpConnection raw() {
        return connection;
    }

    void closed() {
        if (current != null) current.clientLeft();
    }

    void close() {
        connection.close();
    }
}
