package io.gatehouse.controlplane;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/** How far each runtime group has come, in memory, and who wants to hear of it. */
@Singleton
class Positions {
    private static final Logger LOG = Logger.getLogger(Positions.class);

    /** In place of a group, for what concerns all of them. */
    private static final UUID ALL = new UUID(0, 0);

    private volatile Log log = new Log(ALL);
    private final Map<UUID, List<Runnable>> watchers = new ConcurrentHashMap<>();

    private record Reached(long topology, long identities) {
        static final Reached NOTHING = new Reached(0, 0);

        Reached with(Reached other) {
            return new Reached(Math.max(topology, other.topology), Math.max(identities, other.identities));
        }
    }

    NodeFeed.Position of(UUID group) {
        Log now = log;
        Reached both = now.of(group).with(now.of(ALL));
        return new NodeFeed.Position(now.history(), both.topology(), both.identities());
    }

    /** In place of all that was known. */
    void begin(UUID history, List<Change> newest) {
        Log fresh = new Log(history);
        newest.forEach(fresh::advance);
        log = fresh;
    }

    void advance(List<Change> changes) {
        changes.forEach(log::advance);
    }

    private record Log(UUID history, Map<UUID, Reached> reached) {
        Log(UUID history) {
            this(history, new ConcurrentHashMap<>());
        }

        Reached of(UUID group) {
            return reached.getOrDefault(group, Reached.NOTHING);
        }

        void advance(Change change) {
            long sequence = change.sequence();
            Reached to = change.isTopology() ? new Reached(sequence, 0) : new Reached(0, sequence);
            reached.merge(change.group() == null ? ALL : change.group(), to, Reached::with);
        }
    }

    AutoCloseable watch(UUID group, Runnable changed) {
        watchers.computeIfAbsent(group, any -> new CopyOnWriteArrayList<>()).add(changed);
        return () -> watchers.getOrDefault(group, List.of()).remove(changed);
    }

    void tell(List<Change> changes) {
        if (changes.stream().anyMatch(change -> change.group() == null)) tellAll();
        else changes.stream().map(Change::group).distinct().forEach(this::tell);
    }

    void tellAll() {
        watchers.keySet().forEach(this::tell);
    }

    private void tell(UUID group) {
        for (Runnable watcher : watchers.getOrDefault(group, List.of()))
            try {
                watcher.run();
            } catch (RuntimeException e) {
                LOG.error("Who watches a runtime group could not be told of a change", e);
            }
    }
}
