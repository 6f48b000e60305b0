package io.gatehouse.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** A client's body on its way: read only as fast as it is taken, and never in memory as a whole unless a plugin asks for it. */
abstract class RequestBody {
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
    /** Who takes it; null as long as nobody does. */
    private Handler<Buffer> taker;

    private Runnable whole;

    /** @param tooLarge told once, when more than {@code limit} bytes have come; nothing is passed on from then */
    RequestBody(ClientRequest request, long limit, Runnable tooLarge) {
        this.length = request.bodyLength();
        this.limit = limit;
        this.tooLarge = tooLarge;
        this.continueExpected = request.expectsContinue();
    }

    /** Nothing comes until {@link #resumeClient}. */
    abstract void pauseClient();

    abstract void resumeClient();

    /** Tells a client that waits for a word before it sends anything. */
    abstract void askForIt();

    /** After an answer that did not wait for the rest of it. */
    abstract void discard();

    /** A part of it has come. */
    final void came(Buffer chunk) {
        if (taker == null) return;
        received += chunk.length();
        if (limit > 0 && received > limit) tooLarge.run();
        else taker.handle(chunk);
    }

    final void cameWhole() {
        ended = true;
        waitsForClient = false;
        if (whole != null) whole.run();
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
            askForIt();
        }
        taker = part;
        whole = end;
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
        taker = null;
        whole = null;
    }

    /** Bytes that have come. */
    long received() {
        return received;
    }

    private void pause() {
        waitsForClient = false;
        pauseClient();
    }

    void resume() {
        if (ended) return;
        if (readSince == 0) readSince = System.currentTimeMillis();
        waitsForClient = true;
        resumeClient();
    }
}
