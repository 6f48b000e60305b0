package io.gatehouse.cluster;

import io.gatehouse.controlplane.NodeFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How nodes do: whether they are heard of, and how far they are behind what is stored. */
@ApplicationScoped
@Transactional
public class NodeStates {
    /** A node that lives is heard of twice in this time. */
    static final Duration OFFLINE_AFTER = Duration.ofSeconds(60);

    private final EntityManager entities;
    private final NodeFeed feed;

    NodeStates(EntityManager entities, NodeFeed feed) {
        this.entities = entities;
        this.feed = feed;
    }

    /**
     * @param isOffline not heard of for a minute
     * @param isWaiting has had no configuration yet
     * @param behind changes that it does not serve yet; 0 when it is in sync
     */
    public record State(boolean isOffline, boolean isWaiting, long behind) {
        public boolean isInSync() {
            return !isOffline && !isWaiting && behind == 0;
        }
    }

    /** One query, however many nodes. */
    public Map<UUID, State> of(List<JoinedNode> nodes) {
        Map<UUID, Long> behind = behind(nodes.stream()
                .filter(node -> node.runningHistory != null && isBehind(node))
                .map(node -> node.id)
                .toList());
        Instant now = Instant.now();
        Map<UUID, State> states = new HashMap<>();
        for (JoinedNode node : nodes) {
            boolean isOffline = node.lastSeenAt.plus(OFFLINE_AFTER).isBefore(now);
            // What was pruned from the log cannot be counted, but is not nothing.
            long count = node.runningHistory != null && isBehind(node) ? behind.getOrDefault(node.id, 1L) : 0;
            states.put(node.id, new State(isOffline, node.runningHistory == null, count));
        }
        return states;
    }

    private boolean isBehind(JoinedNode node) {
        NodeFeed.Position newest = feed.position(node.runtimeGroup.id);
        return !newest.history().equals(node.runningHistory)
                || newest.topology() > node.runningTopology
                || newest.identities() > node.runningIdentities;
    }

    @SuppressWarnings("unchecked")
    private Map<UUID, Long> behind(List<UUID> nodes) {
        Map<UUID, Long> counts = new HashMap<>();
        if (nodes.isEmpty()) return counts;
        List<Object[]> rows = entities.createNativeQuery(
                        "select cast(n.id as varchar), count(*) from gateway_node n, config_change c"
                                + " where n.id in (:nodes) and (c.runtime_group_id is null or c.runtime_group_id = n.runtime_group_id)"
                                + " and c.sequence > case when c.consumer_id is null then n.running_topology"
                                + " else n.running_identities end group by n.id")
                .setParameter("nodes", nodes)
                .getResultList();
        rows.forEach(row -> counts.put(UUID.fromString((String) row[0]), ((Number) row[1]).longValue()));
        return counts;
    }
}
