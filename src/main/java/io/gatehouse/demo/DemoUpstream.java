package io.gatehouse.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/**
 * What the demo's APIs are served by: one small server on loopback that answers as the real ones do. It knows nothing of the
 * gateway in front of it, and needs no key.
 */
final class DemoUpstream {

    private static final String LOOPBACK = "127.0.0.1";

    private final HttpServer server;
    private final CompletionsUpstream completions;
    private final ParcelsUpstream parcels = new ParcelsUpstream();

    DemoUpstream(Vertx vertx) {
        server = vertx.createHttpServer();
        completions = new CompletionsUpstream(vertx);
        server.requestHandler(this::handle);
    }

    /** Listens on the port, or on a free one when it is 0 or taken, and tells which. */
    Future<Integer> start(int port) {
        return server.listen(port, LOOPBACK)
                .recover(taken -> port == 0 ? Future.failedFuture(taken) : server.listen(0, LOOPBACK))
                .map(HttpServer::actualPort);
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith("/v1/")) {
            completions.handle(request);
        } else if (path.startsWith("/parcels/")) {
            parcels.handle(request);
        } else {
            request.response().setStatusCode(404).end();
        }
    }
}
