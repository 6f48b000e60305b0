package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/**
 * Brings the upstream's answer to the client, as fast as the client takes it and part by part. A body that came in one piece leaves in
 * one write together with its head, which is an eighth of a small request's cost.
 */
final class Relay {
    /** Larger parts leave in the memory that they came in. A copy of smaller ones is cheaper than keeping count of them. */
    private static final int WORTH_PASSING = 4 * 1024;

    private final Passage passage;
    private final UpstreamCall from;
    private final Reply reply;
    private final Framing framing;
    private final int readTimeout;
    private Buffer held;
    /** All that has come, while plugins wait for the whole; null if none does. */
    private Buffer collected;

    private long received;
    private long written;
    private boolean stopped;
    private boolean clientIsSlow;

    Relay(Passage passage, UpstreamCall from, Reply reply, Framing framing, int readTimeout) {
        this.passage = passage;
        this.from = from;
        this.reply = reply;
        this.framing = framing;
        this.readTimeout = readTimeout;
    }

    void start() {
        passage.expectWithin(readTimeout);
        if (framing.hasBody() && reply.changesBody(Math.max(framing.length(), 0))) {
            collected = Buffer.buffer();
            return;
        }
        // Lets the head of a stream leave before its first event, but not before the rest of what has already arrived.
        if (framing.hasBody() && framing.length() < 0) reply.afterThisRead(this::leaveNow);
    }

    void part(ByteBuf bytes) {
        if (stopped || !framing.hasBody()) {
            bytes.release();
            return;
        }
        int length = bytes.readableBytes();
        received += length;
        boolean whole = received == framing.length() && !reply.hasBegun();
        boolean mayBeWhole = framing.length() < 0 && held == null && !reply.hasBegun();
        boolean isKept = whole || mayBeWhole || collected != null || reply.isWatched();
        if (length < WORTH_PASSING || isKept) {
            part(Bytes.of(bytes), whole || mayBeWhole);
        } else {
            leaveNow();
            ready();
            reply.pass(bytes);
            written(length);
        }
    }

    private void part(Buffer part, boolean mayBeAll) {
        reply.shows(part);
        if (collected != null) {
            collect(part);
        } else if (mayBeAll) {
            held = part;
        } else {
            leaveNow();
            write(part);
        }
    }

    private void collect(Buffer part) {
        passage.expectWithin(readTimeout);
        collected.appendBuffer(part);
        if (reply.changesBody(received)) return;
        Buffer tooMuch = collected;
        collected = null;
        write(tooMuch);
    }

    private void leaveNow() {
        if (stopped) return;
        Buffer part = held;
        held = null;
        if (part != null) write(part);
        else if (!reply.hasBegun()) reply.begin();
    }

    private void write(Buffer part) {
        ready();
        reply.write(part);
        written(part.length());
    }

    private void ready() {
        if (!reply.hasBegun() && framing.length() < 0 && !reply.hasVisibleEnd()) reply.endsTheConnection();
    }

    private void written(int bytes) {
        written += bytes;
        passage.expectWithin(readTimeout);
        if (!reply.isFull()) return;
        from.pause();
        clientIsSlow = true;
        passage.expectWithin(reply.patience());
        reply.onRoom(() -> {
            if (stopped) return;
            clientIsSlow = false;
            passage.expectWithin(readTimeout);
            from.resume();
        });
    }

    void end() {
        if (stopped) return;
        stopped = true;
        if (collected == null) passage.relayed(held);
        else passage.relayedWhole(collected);
    }

    /** Bytes that have gone to the client, without those that are still held. */
    long written() {
        return written;
    }

    void cut() {
        if (stopped) return;
        stopped = true;
        passage.cut();
    }

    void expire() {
        stop();
        if (clientIsSlow || reply.hasBegun()) passage.abort();
        else passage.upstreamFailed(504, OwnAnswer.TIMEOUT);
    }

    void stop() {
        stopped = true;
    }
}
