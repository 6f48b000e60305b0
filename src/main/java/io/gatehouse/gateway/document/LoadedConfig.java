package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityChange;
import java.util.List;
import java.util.Map;

/**
 * A whole configuration, as a declarative document gave it.
 *
 * @param entities every entity by kind with every field, secrets as digests
 */
public record LoadedConfig(
        Topology topology, List<IdentityChange> identities, Map<Kind<?>, List<ObjectNode>> entities) {

    public static final LoadedConfig EMPTY = new LoadedConfig(Topology.EMPTY, List.of(), Map.of());

    public List<ObjectNode> of(Kind<?> kind) {
        return entities.getOrDefault(kind, List.of());
    }
}
