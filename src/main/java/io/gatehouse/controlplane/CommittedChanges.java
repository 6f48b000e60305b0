package io.gatehouse.controlplane;

import io.gatehouse.controlplane.ChangeRows.End;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Takes in what was committed, by this process or by another control plane, and does the same for both: brings it to the gateway in
 * this process, moves the runtime groups' positions on, and wakes who watches them. This process's own changes come here before the
 * committing call returns; those of others when the log is read. What comes twice does no harm, since states are read and not
 * differences.
 */
@Singleton
class CommittedChanges {
    private static final Logger LOG = Logger.getLogger(CommittedChanges.class);
    private static final int PAGE = 500;

    private final ChangeRows rows;
    private final LocalSource local;
    private final Positions positions;

    /** Own changes that are beyond {@link #seen}: first to last number of a transaction. */
    private final TreeMap<Long, Long> own = new TreeMap<>();

    /** Null until everything was read. */
    private UUID history;

    private long seen;

    CommittedChanges(ChangeRows rows, LocalSource local, Positions positions) {
        this.rows = rows;
        this.local = local;
        this.positions = positions;
    }

    /** Everything anew. What is committed meanwhile is read from the log afterwards, own changes too: they may have been overtaken. */
    void begin() {
        End end = rows.end();
        synchronized (this) {
            history = null;
            own.clear();
            seen = end.sequence();
        }
        positions.begin(end.history(), rows.newest(Long.MAX_VALUE));
        local.all();
        synchronized (this) {
            history = end.history();
        }
        positions.tellAll();
    }

    /** In force in this process when this returns. */
    void own(List<Change> changes) {
        take(changes, local::takeTopology);
        remember(changes.get(0).sequence(), changes.get(changes.size() - 1).sequence());
    }

    /** Reads what others have written; one row when that is nothing. */
    void poll() {
        long known = seen();
        End end = rows.end();
        if (isOurs(end) && end.sequence() < known) {
            LOG.warn(
                    "The change log has gone back, as if an older copy of the database were restored: it gets a new name");
            rows.renew(end.history());
            begin();
            return;
        }
        if (!isOurs(end) || end.pruned() > known) {
            LOG.warn("The change log has gone on without this process, or is another one: everything is read anew");
            begin();
            return;
        }
        for (long after = seen(); after < end.sequence(); after = seen()) {
            List<Change> page = rows.between(after, end.sequence(), PAGE);
            if (page.isEmpty()) return;
            List<Change> others = new ArrayList<>(page);
            others.removeIf(this::isOwn);
            // Keys do not wait while a large topology is compiled.
            if (!others.isEmpty()) take(others, local::takeTopologySoon);
            goOn(page.get(page.size() - 1).sequence());
        }
    }

    private synchronized boolean isOurs(End end) {
        return end.history().equals(history);
    }

    private synchronized long seen() {
        return seen;
    }

    private synchronized boolean isOwn(Change change) {
        Map.Entry<Long, Long> transaction = own.floorEntry(change.sequence());
        return transaction != null && transaction.getValue() >= change.sequence();
    }

    private synchronized void remember(long first, long last) {
        if (history == null || last <= seen) return;
        own.put(first, last);
        goOn(seen);
    }

    /** To this number, and over own changes that follow at once. */
    private synchronized void goOn(long to) {
        seen = Math.max(seen, to);
        while (!own.isEmpty() && own.firstKey() <= seen + 1)
            seen = Math.max(seen, own.pollFirstEntry().getValue());
    }

    private void take(List<Change> changes, Consumer<UUID> topology) {
        positions.advance(changes);
        positions.tell(changes);
        Map<UUID, Set<UUID>> consumers = new HashMap<>();
        Set<UUID> topologies = new LinkedHashSet<>();
        for (Change change : changes)
            if (change.isTopology()) topologies.add(change.group());
            else
                consumers
                        .computeIfAbsent(change.group(), any -> new LinkedHashSet<>())
                        .add(change.consumer());
        consumers.forEach((group, ids) -> inPages(ids).forEach(page -> local.takeConsumers(group, page)));
        topologies.forEach(topology);
    }

    private static List<List<UUID>> inPages(Set<UUID> ids) {
        List<UUID> all = List.copyOf(ids);
        List<List<UUID>> pages = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PAGE)
            pages.add(all.subList(from, Math.min(from + PAGE, all.size())));
        return pages;
    }
}
