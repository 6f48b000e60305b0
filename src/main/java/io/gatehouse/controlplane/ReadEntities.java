package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is stored, as records. An entity is read from its document once for each of its versions, so that the change of one costs the
 * same whether it is one of ten or of ten thousand.
 */
final class ReadEntities {
    private final ConfigRows rows;
    private final Map<Kind<?>, Map<UUID, Kept>> known = new ConcurrentHashMap<>();

    ReadEntities(ConfigRows rows) {
        this.rows = rows;
    }

    /** @param updatedAt since a version that was rolled back may be given again */
    private record Kept(long version, Instant updatedAt, Record entity) {
        boolean is(ConfigRows.Head head) {
            return version == head.version() && updatedAt.equals(head.updatedAt());
        }
    }

    /** All of a kind by id, oldest first. */
    Map<UUID, Record> all(Kind<?> kind) {
        Map<UUID, Kept> kept = known.computeIfAbsent(kind, any -> new ConcurrentHashMap<>());
        List<ConfigRows.Head> heads = rows.heads(kind);
        List<UUID> missing = new ArrayList<>();
        Map<UUID, Record> all = new LinkedHashMap<>();
        for (ConfigRows.Head head : heads) {
            Kept entity = kept.get(head.id());
            boolean isRead = entity != null && entity.is(head);
            if (!isRead) missing.add(head.id());
            all.put(head.id(), isRead ? entity.entity() : null);
        }
        for (Stored stored : rows.byIds(kind, missing)) {
            Record entity = read(stored);
            kept.put(stored.id(), new Kept(stored.version(), stored.updatedAt(), entity));
            all.put(stored.id(), entity);
        }
        if (kept.size() > all.size()) kept.keySet().retainAll(all.keySet());
        return all;
    }

    private static Record read(Stored stored) {
        return stored.kind()
                .read(stored.body())
                .entity()
                .orElseThrow(() -> new IllegalStateException("Cannot read what is stored as " + stored));
    }
}
