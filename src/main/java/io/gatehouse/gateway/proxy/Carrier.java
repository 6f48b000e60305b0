package io.gatehouse.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;

/** What brings a request from a client and takes the answer back: a connection of HTTP/1.1, or one stream of HTTP/2. */
interface Carrier {
    /** The client's address. */
    String peer();

    /** The port that it came to. */
    int port();

    /** What was asked for in TLS, empty for nothing; null without TLS. */
    String serverName();

    default boolean isSecure() {
        return serverName() != null;
    }

    HttpVersion version();

    String method();

    /** As it stands in the request line. */
    String target();

    MultiMap headers();

    /** 0 for none, -1 when only the end of the body will tell. */
    long bodyLength();

    /** The body that comes with the request. */
    RequestBody body(ClientRequest request, long limit, Runnable tooLarge);

    /** The way back. */
    Reply reply(ClientRequest request);

    /** Nobody waits for it any more. */
    void isFree();

    /** With the answer that is being written. */
    void ends();

    /** Gives both ends to a tunnel, if that can be: then bytes pass as they are. */
    void becomesTunnel(UpstreamCall upstream, Runnable ended);

    /** Breaks off: the client sees that something is missing. */
    void close();

    /** Likewise where the client takes a proper end of the connection for the end of the answer. */
    default void reset() {
        close();
    }
}
