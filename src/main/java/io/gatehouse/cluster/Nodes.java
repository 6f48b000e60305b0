package io.gatehouse.cluster;

import io.gatehouse.audit.Audit;
import io.gatehouse.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The nodes that have joined, as operators see them. */
@ApplicationScoped
@Transactional
public class Nodes {
    private final Audit audit;

    Nodes(Audit audit) {
        this.audit = audit;
    }

    /** One that was not removed. */
    public JoinedNode any(UUID id) {
        return JoinedNode.<JoinedNode>find(
                        "from JoinedNode n join fetch n.runtimeGroup where n.id = ?1 and n.revokedAt is null", id)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
    }

    /** From now on its certificate is worth nothing, whichever control plane it is shown to. */
    public JoinedNode remove(UUID id) {
        audit.queue();
        JoinedNode node = any(id);
        node.revokedAt = Instant.now();
        audit.record("node.removed", "node", id, node.hostname, Map.of("runtime_group", node.runtimeGroup.name));
        return node;
    }
}
