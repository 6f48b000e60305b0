package io.gatehouse.cluster;

import io.gatehouse.analytics.ReportedUsage;
import io.gatehouse.gateway.feed.NodeWire;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Usage that nodes report. A batch and its number are stored together or not at all, so that one that is sent again counts once. */
@ApplicationScoped
class UsageBatches {
    private static final int MOST_KEYS = 50_000;
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private final ReportedUsage usage;

    UsageBatches(ReportedUsage usage) {
        this.usage = usage;
    }

    /** @return whether it was new */
    @Transactional
    boolean take(UUID node, NodeWire.Usage batch, Instant now) {
        List<NodeWire.UsageRow> rows = batch.rows() == null ? List.of() : batch.rows();
        Map<UUID, Long> keyUse = batch.keyUse() == null ? Map.of() : batch.keyUse();
        if (rows.size() > NodeWire.MOST_ROWS || keyUse.size() > MOST_KEYS)
            throw new NodeProblem(400, "Send at most " + NodeWire.MOST_ROWS + " rows and " + MOST_KEYS + " keys.");
        // Whoever sends the same at the same time waits here.
        if (JoinedNode.update("usageBatch = ?1 where id = ?2 and usageBatch < ?1", batch.batch(), node) == 0)
            return false;
        try {
            usage.add(rows.stream().map(row -> sum(row, now)).toList(), moments(keyUse, now));
        } catch (IllegalArgumentException | NullPointerException unfit) {
            throw new NodeProblem(400, "The batch holds a row that cannot be counted.");
        }
        return true;
    }

    /** No hour is still to come, whatever the clock of a node says. */
    private static ReportedUsage.Sum sum(NodeWire.UsageRow row, Instant now) {
        Instant hour = Instant.ofEpochMilli(row.hour());
        if (hour.isBefore(EARLIEST)) throw new IllegalArgumentException("no hour");
        return new ReportedUsage.Sum(
                hour.isAfter(now) ? now : hour,
                row.consumerId(),
                row.service(),
                row.outcome(),
                row.calls(),
                row.latencyMs());
    }

    private static Map<UUID, Instant> moments(Map<UUID, Long> keyUse, Instant now) {
        Map<UUID, Instant> moments = new HashMap<>();
        keyUse.forEach((key, millis) -> {
            Instant used = Instant.ofEpochMilli(millis);
            if (used.isAfter(EARLIEST)) moments.put(key, used.isAfter(now) ? now : used);
        });
        return moments;
    }
}
