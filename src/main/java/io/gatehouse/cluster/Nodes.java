package io.gatehouse.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.audit.Audit;
import io.gatehouse.web.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The nodes that have joined, as operators see them. */
@ApplicationScoped
@Transactional
public class Nodes {
    private final Audit audit;
    private final ObjectMapper json;

    Nodes(Audit audit, ObjectMapper json) {
        this.audit = audit;
        this.json = json;
    }

    /** One that was not removed. */
    public JoinedNode any(UUID id) {
        return JoinedNode.<JoinedNode>find(
                        "from JoinedNode n join fetch n.runtimeGroup where n.id = ?1 and n.revokedAt is null", id)
                .firstResultOptional()
                .orElseThrow(NotFound::new);
    }

    /** What its operators call it by. */
    public Map<String, String> labels(JoinedNode node) {
        try {
            return json.readValue(node.labels, new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The labels of a node cannot be read", e);
        }
    }

    /** From now on its certificate is worth nothing, whichever control plane it is shown to. */
    public JoinedNode remove(UUID id) {
        audit.queue();
        JoinedNode node = any(id);
        Instant now = Instant.now();
        node.revokedAt = now;
        // By then nobody has a certificate of theirs any more.
        JoinedNode.delete("revokedAt < ?1 and certifiedUntil < ?1", now.minus(Issuer.NODE_CERTIFICATE));
        audit.record("node.removed", "node", id, node.hostname, Map.of("runtime_group", node.runtimeGroup.name));
        return node;
    }
}
