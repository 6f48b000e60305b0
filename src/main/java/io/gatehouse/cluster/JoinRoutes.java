package io.gatehouse.cluster;

import io.gatehouse.audit.Actor;
import io.gatehouse.audit.Audit;
import io.gatehouse.gateway.feed.NodeWire;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** How a node comes in, and stays in. */
@Singleton
class JoinRoutes implements NodeRoutes {
    private final Joining joining;
    private final Audit audit;
    private final FailedJoins failed = new FailedJoins(InstantSource.system());

    JoinRoutes(Joining joining, Audit audit) {
        this.joining = joining;
        this.audit = audit;
    }

    @Override
    public List<NodeRoute> routes() {
        return List.of(
                NodeRoute.post(NodeWire.JOIN, (call, nobody) -> join(call)).forAnybody(),
                NodeRoute.post(NodeWire.RENEW, this::renew));
    }

    /** Beyond the limit nothing is looked up any more. */
    private Runnable join(NodeCall call) {
        if (failed.areTooMany(call.address()))
            throw new NodeProblem(429, "Too many wrong join tokens came from this address; try again in a minute.");
        try {
            NodeWire.Joined joined = joining.join(call.body(NodeWire.Join.class), call.address());
            return () -> call.answer(joined);
        } catch (NodeProblem problem) {
            if (problem.status() == 401 && failed.add(call.address())) writeDown(call.address());
            throw problem;
        }
    }

    private void writeDown(String address) {
        Actor stranger = new Actor("visitor", null, "Visitor", address);
        audit.record(stranger, "node.join-refused", "node", null, "Join token", Map.of());
    }

    private Runnable renew(NodeCall call, Member member) {
        NodeWire.Renewed renewed = joining.renew(member, call.body(NodeWire.Renew.class));
        return () -> call.answer(renewed);
    }
}
