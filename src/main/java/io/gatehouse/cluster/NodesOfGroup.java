package io.gatehouse.cluster;

import io.gatehouse.controlplane.GroupUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** A runtime group stays as long as nodes serve it. */
@ApplicationScoped
class NodesOfGroup implements GroupUse {
    @Override
    @Transactional
    public Optional<String> of(UUID group) {
        long count = JoinedNode.count("runtimeGroup.id = ?1 and revokedAt is null", group);
        if (count == 0) return Optional.empty();
        return Optional.of((count == 1 ? "A node serves" : count + " nodes serve") + " this group. Remove "
                + (count == 1 ? "it" : "them") + " under “Nodes” first.");
    }
}
