package io.gatehouse.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;

/**
 * Brings the upstream's answer to the client, as fast as the client takes it and chunk by chunk. A body that came in one piece leaves
 * in one write together with its head, which is an eighth of a small request's cost.
 */
final class Relay {
    private final Passage passage;
    private final HttpClientResponse from;
    private final HttpServerResponse to;
    private final Framing framing;
    private final int readTimeout;
    private Buffer held;
    private long received;
    private boolean stopped;
    private boolean clientIsSlow;

    Relay(Passage passage, HttpClientResponse from, HttpServerResponse to, Framing framing, int readTimeout) {
        this.passage = passage;
        this.from = from;
        this.to = to;
        this.framing = framing;
        this.readTimeout = readTimeout;
    }

    void start() {
        from.handler(this::part);
        from.endHandler(none -> end());
        from.exceptionHandler(this::cut);
        passage.expectWithin(readTimeout);
        // Lets the head of a stream leave before its first event, but not before the rest of what has already arrived.
        if (framing.hasBody() && framing.length() < 0) passage.afterThisRead(this::leaveNow);
    }

    private void part(Buffer chunk) {
        if (stopped || !framing.hasBody()) return;
        received += chunk.length();
        boolean whole = received == framing.length() && !to.headWritten();
        boolean mayBeWhole = framing.length() < 0 && held == null && !to.headWritten();
        if (whole || mayBeWhole) {
            held = chunk;
            return;
        }
        leaveNow();
        write(chunk);
    }

    private void leaveNow() {
        if (stopped) return;
        Buffer chunk = held;
        held = null;
        if (chunk != null) write(chunk);
        else if (!to.headWritten() && to.headers().contains("transfer-encoding")) to.writeHead();
    }

    private void write(Buffer chunk) {
        if (!to.headWritten() && framing.length() < 0 && !to.isChunked()) passage.endsWithTheConnection();
        to.write(chunk);
        passage.expectWithin(readTimeout);
        if (!to.writeQueueFull()) return;
        from.pause();
        clientIsSlow = true;
        passage.expectWithin(passage.patience());
        to.drainHandler(drained -> {
            if (stopped) return;
            clientIsSlow = false;
            passage.expectWithin(readTimeout);
            from.resume();
        });
    }

    private void end() {
        if (stopped) return;
        stopped = true;
        passage.relayed(held);
    }

    private void cut(Throwable failure) {
        if (stopped) return;
        stopped = true;
        passage.cut();
    }

    void expire() {
        stop();
        if (clientIsSlow || to.headWritten()) passage.abort();
        else passage.upstreamFailed(504, OwnAnswer.TIMEOUT);
    }

    void stop() {
        stopped = true;
    }
}
