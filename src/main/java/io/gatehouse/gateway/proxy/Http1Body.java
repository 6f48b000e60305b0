package io.gatehouse.gateway.proxy;

import io.vertx.core.http.HttpServerRequest;

/** A body that comes on a connection of its own. */
final class Http1Body extends RequestBody {
    private final ClientConnection connection;
    private final HttpServerRequest raw;

    Http1Body(
            ClientConnection connection, HttpServerRequest raw, ClientRequest request, long limit, Runnable tooLarge) {
        super(request, limit, tooLarge);
        this.connection = connection;
        this.raw = raw;
        raw.pause();
        raw.handler(this::came);
        raw.endHandler(none -> cameWhole());
    }

    @Override
    void pauseClient() {
        raw.pause();
    }

    @Override
    void resumeClient() {
        raw.resume();
    }

    @Override
    void askForIt() {
        raw.response().writeContinue();
    }

    @Override
    void discard() {
        connection.discardBody(raw);
    }
}
