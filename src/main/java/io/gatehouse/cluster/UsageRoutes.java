package io.gatehouse.cluster;

import io.gatehouse.gateway.feed.NodeWire;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** How nodes report what was called through them. */
@Singleton
class UsageRoutes implements NodeRoutes {
    private static final int MOST_BYTES = 4 << 20;

    private final UsageBatches batches;

    UsageRoutes(UsageBatches batches) {
        this.batches = batches;
    }

    @Override
    public List<NodeRoute> routes() {
        return List.of(NodeRoute.post(NodeWire.USAGE, this::take).withBytes(MOST_BYTES));
    }

    private Runnable take(NodeCall call, Member member) {
        batches.take(member.id(), call.body(NodeWire.Usage.class), Instant.now());
        return call::answerNothing;
    }
}
