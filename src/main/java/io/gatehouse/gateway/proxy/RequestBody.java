package io.gatehouse.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** A client's body on its way: read only as fast as it is taken, and never in memory as a whole unless a plugin asks for it. */
final class RequestBody {
    private final HttpServerRequest raw;
    private final long length;
    private long limit;
    private final Runnable tooLarge;
    private boolean continueExpected;
    private boolean started;
    private boolean ended;
    private boolean givenUp;
    private boolean broken;
    private boolean waitsForClient;
    private long received;
    private long readSince;
    private Buffer collected;
    private Buffer last;

    /** @param tooLarge told once, when more than {@code limit} bytes have come; nothing is passed on from then */
    RequestBody(ClientRequest request, long limit, Runnable tooLarge) {
        this.raw = request.raw();
        this.length = request.bodyLength();
        this.limit = limit;
        this.tooLarge = tooLarge;
        this.continueExpected = request.expectsContinue();
        raw.pause();
    }

    /** Lowers the limit; false when a lower one holds already. */
    boolean limit(long mostBytes) {
        if (limit > 0 && limit <= mostBytes) return false;
        limit = mostBytes;
        return true;
    }

    /** Whether some of it has been handed on, so that it cannot be sent again. */
    boolean isStarted() {
        return started;
    }

    boolean isEnded() {
        return ended;
    }

    /**
     * Whether the connection should end with an answer that does not wait for the rest: it is too long to be read for nothing, was
     * given up, or the client may not send it at all, having waited for a word.
     */
    boolean isBetterCutOff() {
        return !ended && (length > ClientConnection.DISCARDED_BYTES || givenUp || continueExpected);
    }

    boolean isSlow(long now, Limits limits) {
        long over = now - readSince - limits.headMillis();
        return waitsForClient && over > 0 && received < over * limits.bodyBytesPerSecond() / 1000;
    }

    /** Whether the client may still send some of it. */
    boolean isUnread() {
        return !ended && !broken;
    }

    Future<Buffer> collect(long most) {
        if (collected != null) return Future.succeededFuture(collected);
        Promise<Buffer> whole = Promise.promise();
        Buffer parts = Buffer.buffer();
        read(
                chunk -> {
                    if (parts.length() + chunk.length() > most) tooLarge.run();
                    else parts.appendBuffer(chunk);
                },
                () -> {
                    collected = parts;
                    whole.complete(parts);
                });
        return whole.future();
    }

    /** All of it, if a plugin has asked for it; else null. */
    Buffer collected() {
        return collected;
    }

    /** Declared by the client; -1 when only the end will tell. */
    long length() {
        return length;
    }

    /** Sends all of it, the last part together with the end; what came as one piece leaves as one. */
    void pipeTo(Forwarding upstream) {
        read(
                chunk -> {
                    started = true;
                    if (received == length) last = chunk;
                    else if (!upstream.write(chunk)) pause();
                },
                () -> upstream.end(last));
    }

    private void read(Handler<Buffer> part, Runnable end) {
        if (continueExpected) {
            continueExpected = false;
            raw.response().writeContinue();
        }
        raw.handler(chunk -> {
            received += chunk.length();
            if (limit > 0 && received > limit) tooLarge.run();
            else part.handle(chunk);
        });
        raw.endHandler(none -> {
            ended = true;
            waitsForClient = false;
            end.run();
        });
        resume();
    }

    /** Nobody waits for the rest of it. */
    void fails(BodyFault fault) {
        givenUp = true;
        broken = fault == BodyFault.BROKEN;
        ignore();
    }

    /** Whatever comes from here on goes nowhere. */
    void ignore() {
        if (ended) return;
        waitsForClient = false;
        raw.handler(chunk -> {});
        raw.endHandler(none -> ended = true);
    }

    private void pause() {
        waitsForClient = false;
        raw.pause();
    }

    void resume() {
        if (ended) return;
        if (readSince == 0) readSince = System.currentTimeMillis();
        waitsForClient = true;
        raw.resume();
    }
}
