package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a client has sent before its turn: parts of a body that is not wanted yet, or its next requests. A little may wait, since only who
 * reads hears that a client has left; beyond that nothing more is read of it.
 */
final class Backlog {
    private static final int MOST = 8;
    private static final int MOST_BYTES = 4096;

    private final Channel channel;
    private final Turns turns;
    private final Deque<HttpObject> waiting = new ArrayDeque<>(0);
    private long bytes;
    private boolean handing;

    /** Whoever takes the messages, each in its turn. */
    interface Turns {
        boolean mustWait(HttpObject message);

        void take(HttpObject message);
    }

    Backlog(Channel channel, Turns turns) {
        this.channel = channel;
        this.turns = turns;
    }

    void came(HttpObject message) {
        if (waiting.isEmpty() && !turns.mustWait(message)) {
            turns.take(message);
        } else {
            waiting.add(message);
            if (message instanceof HttpContent part) bytes += part.content().readableBytes();
            if (bytes > MOST_BYTES || waiting.size() > MOST) channel.config().setAutoRead(false);
        }
    }

    /** Another one's turn may have come. */
    void goOn() {
        if (handing) return;
        handing = true;
        try {
            while (!waiting.isEmpty() && !turns.mustWait(waiting.peek())) turns.take(waiting.poll());
        } finally {
            handing = false;
        }
        if (!waiting.isEmpty()) return;
        bytes = 0;
        channel.config().setAutoRead(true);
    }

    /** Nobody will take the rest. */
    void clear() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
