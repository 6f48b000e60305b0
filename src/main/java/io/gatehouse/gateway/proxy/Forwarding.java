package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.config.Service;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Calls the upstream until it answers, or must be said not to. Tries again only what is harmless to do twice, only while no part of
 * a body was sent and no byte of an answer came.
 */
final class Forwarding {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final Passage passage;
    private final UpstreamClient client;
    private final Service service;
    private final UpstreamHead head;
    private final RequestBody body;
    private final Buffer replacement;
    private final String webSocketKey;
    private HttpClientRequest upstream;
    private int attempts;
    private boolean stopped;

    /**
     * @param body null for none
     * @param replacement sent in place of {@code body}; null for none
     * @param webSocketKey of a client that asks for a WebSocket; null for any other
     */
    Forwarding(
            Passage passage,
            UpstreamClient client,
            Service service,
            UpstreamHead head,
            RequestBody body,
            Buffer replacement,
            String webSocketKey) {
        this.passage = passage;
        this.client = client;
        this.service = service;
        this.head = head;
        this.body = body;
        this.replacement = replacement;
        this.webSocketKey = webSocketKey;
    }

    void start() {
        int attempt = ++attempts;
        passage.expectWithin(service.connectTimeout());
        client.request(service, head).onComplete(result -> connected(result, attempt));
    }

    private void connected(AsyncResult<HttpClientRequest> result, int attempt) {
        HttpClientRequest request = result.result();
        if (request != null) {
            // Failures are told by the response, or by whoever reads it.
            request.exceptionHandler(failure -> {});
        }
        if (stopped || attempt != attempts) {
            if (request != null) request.reset();
            return;
        }
        if (request == null) {
            failed(result.cause(), isConnectionTrouble(result.cause()));
            return;
        }
        upstream = request;
        request.response().onComplete(response -> answered(response, request));
        send(request);
    }

    private void send(HttpClientRequest request) {
        if (webSocketKey != null) {
            WebSocketHandshake.ask(request);
            request.connect();
            sent();
            return;
        }
        if (replacement != null) {
            request.end(replacement);
            sent();
            return;
        }
        if (body == null) {
            if (mayHaveBody(head.method())) request.putHeader("content-length", "0");
            request.end();
            sent();
            return;
        }
        passage.expectWithin(service.writeTimeout());
        body.pipeTo(request, this::sent);
    }

    private void sent() {
        if (!stopped) passage.expectWithin(service.readTimeout());
    }

    private void answered(AsyncResult<HttpClientResponse> result, HttpClientRequest request) {
        if (stopped || request != upstream) return;
        if (result.failed()) {
            failed(result.cause(), isConnectionTrouble(result.cause()));
            return;
        }
        HttpClientResponse response = result.result();
        response.exceptionHandler(failure -> {});
        if (webSocketKey != null && WebSocketHandshake.isAccepted(response, webSocketKey)) {
            passage.tunnel(response);
            return;
        }
        if (response.statusCode() < 200) {
            // An upgrade that nobody asked for, or not this one.
            fail(502, OwnAnswer.BAD_GATEWAY);
            return;
        }
        passage.relay(response, service.readTimeout());
    }

    private void failed(Throwable cause, boolean harmless) {
        if (harmless && mayTryAgain()) {
            upstream = null;
            start();
        } else if (cause instanceof UnknownHostException) {
            fail(503, "name resolution failed");
        } else if (cause instanceof ConnectionPoolTooBusyException) {
            fail(503, "The upstream server is currently unavailable");
        } else if (isTimeout(cause)) {
            fail(504, OwnAnswer.TIMEOUT);
        } else {
            fail(502, OwnAnswer.BAD_GATEWAY);
        }
    }

    /** Nothing came in time. */
    void expire() {
        boolean connecting = upstream == null;
        if (connecting && mayTryAgain()) start();
        else fail(504, OwnAnswer.TIMEOUT);
    }

    private void fail(int status, String message) {
        cancel();
        passage.upstreamFailed(status, message);
    }

    /** Leaves no connection behind that somebody else would get half-used. */
    void cancel() {
        stopped = true;
        if (body != null) body.ignore();
        if (upstream != null) upstream.reset();
    }

    private boolean mayTryAgain() {
        return attempts <= service.retries()
                && IDEMPOTENT.contains(head.method())
                && (body == null || !body.isStarted());
    }

    private static boolean mayHaveBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    private static boolean isConnectionTrouble(Throwable cause) {
        return cause instanceof HttpClosedException || cause instanceof IOException;
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof io.netty.channel.ConnectTimeoutException
                || cause instanceof java.util.concurrent.TimeoutException;
    }
}
