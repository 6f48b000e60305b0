package io.gatehouse.cluster;

import io.gatehouse.controlplane.NodeFeed;
import io.gatehouse.gateway.feed.NodeWire;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Questions that are answered when there is news. One that waits costs a little memory and a timer, and no thread. */
@Singleton
class Watches {
    private static final Logger LOG = Logger.getLogger(Watches.class);

    private final Vertx vertx;
    private final NodeFeed feed;

    Watches(Vertx vertx, NodeFeed feed) {
        this.vertx = vertx;
        this.feed = feed;
    }

    /**
     * On the event loop of the call.
     *
     * @param known what the node has heard of already; null for nothing
     */
    void await(NodeCall call, UUID group, NodeWire.Position known) {
        new Waiting(call, group, known).begin();
    }

    private NodeWire.Position position(UUID group) {
        NodeFeed.Position now = feed.position(group);
        return new NodeWire.Position(now.history(), now.topology(), now.identities());
    }

    /** Everything here runs on the one event loop, but for the news that it is woken by. */
    private final class Waiting {
        private final NodeCall call;
        private final UUID group;
        private final NodeWire.Position known;
        private final Context context = vertx.getOrCreateContext();
        private AutoCloseable watching;
        private long timer;
        private boolean isOver;

        private Waiting(NodeCall call, UUID group, NodeWire.Position known) {
            this.call = call;
            this.group = group;
            this.known = known;
        }

        /** Looks after it has begun to listen, so that nothing happens in between. */
        void begin() {
            timer = vertx.setTimer(TimeUnit.SECONDS.toMillis(NodeWire.WATCH_SECONDS), late -> answer());
            watching = feed.watch(group, () -> context.runOnContext(news -> look()));
            call.onEnd(gone -> end());
            look();
        }

        private void look() {
            if (!position(group).equals(known)) answer();
        }

        private void answer() {
            if (isOver) return;
            end();
            call.answer(position(group));
        }

        private void end() {
            if (isOver) return;
            isOver = true;
            vertx.cancelTimer(timer);
            try {
                watching.close();
            } catch (Exception e) {
                LOG.error("A watch could not be ended", e);
            }
        }
    }
}
