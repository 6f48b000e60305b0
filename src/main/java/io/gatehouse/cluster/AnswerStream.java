package io.gatehouse.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A packed answer that is written by a thread that may block. What fits into one part is given back; what does not is sent part by
 * part, and the thread waits while the node takes no more.
 */
final class AnswerStream extends OutputStream {
    static final int PART = 64 << 10;
    /** Without any progress. */
    private static final int LONGEST_SECONDS = 30;

    private final NodeCall call;
    private final HttpServerResponse response;
    private final String type;
    private final byte[] part = new byte[PART];
    private final Semaphore room = new Semaphore(0);
    private int length;
    private boolean isSending;

    AnswerStream(NodeCall call, String type) {
        this.call = call;
        this.response = call.response();
        this.type = type;
    }

    @Override
    public void write(int one) throws IOException {
        if (length == PART) send();
        part[length++] = (byte) one;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            if (length == PART) send();
            int now = Math.min(PART - length, count - done);
            System.arraycopy(bytes, from + done, part, length, now);
            length += now;
            done += now;
        }
    }

    private void send() throws IOException {
        if (!isSending) {
            isSending = true;
            call.beginPacked(type);
            response.setChunked(true);
            response.drainHandler(drained -> room.release());
            response.closeHandler(gone -> room.release());
        }
        awaitRoom();
        if (response.closed()) throw new IOException("The node has hung up");
        response.write(Buffer.buffer().appendBytes(part, 0, length));
        length = 0;
    }

    private void awaitRoom() throws IOException {
        try {
            while (response.writeQueueFull() && !response.closed())
                if (!room.tryAcquire(LONGEST_SECONDS, TimeUnit.SECONDS))
                    throw new IOException("The node takes nothing any more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** @return all of it, if nothing was sent yet; null when it is on its way */
    byte[] finish() throws IOException {
        if (!isSending) return java.util.Arrays.copyOf(part, length);
        send();
        response.end();
        return null;
    }

    /** The node sees that this is not the whole. */
    void breakOff() {
        if (isSending) call.hangUp();
    }
}
