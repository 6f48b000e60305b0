package io.gatehouse.gateway.document;

import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.IdentityChange;
import java.util.List;
import java.util.Map;

/**
 * A whole configuration, as a declarative document gave it.
 *
 * @param entities every entity by kind, in the order of the document, keys and passwords as digests
 */
public record LoadedConfig(Topology topology, List<IdentityChange> identities, Map<Kind<?>, List<Record>> entities) {

    public static final LoadedConfig EMPTY = new LoadedConfig(Topology.EMPTY, List.of(), Map.of());

    public List<Record> of(Kind<?> kind) {
        return entities.getOrDefault(kind, List.of());
    }
}
