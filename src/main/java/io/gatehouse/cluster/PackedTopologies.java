package io.gatehouse.cluster;

import io.gatehouse.controlplane.NodeFeed;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** The newest topology of each group as nodes get it: read and packed once, however many of them ask. */
@Singleton
class PackedTopologies {
    private final NodeFeed feed;
    private final Map<UUID, Group> groups = new ConcurrentHashMap<>();

    PackedTopologies(NodeFeed feed) {
        this.feed = feed;
    }

    /** @param content gzipped */
    record Packed(String etag, byte[] content) {}

    /** Waits for whoever packs it now. */
    Packed of(UUID group) throws IOException {
        return groups.computeIfAbsent(group, Group::new).newest();
    }

    private final class Group {
        private final UUID id;
        private Packed packed;

        private Group(UUID id) {
            this.id = id;
        }

        /** What is read may be newer than its name, never older: then the node will ask once more. */
        synchronized Packed newest() throws IOException {
            NodeFeed.Position at = feed.position(id);
            String etag = "\"" + at.history() + ":" + at.topology() + "\"";
            if (packed != null && packed.etag().equals(etag)) return packed;
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            try (GZIPOutputStream packing = new GZIPOutputStream(content)) {
                feed.writeTopology(id, packing);
            }
            packed = new Packed(etag, content.toByteArray());
            return packed;
        }
    }
}
