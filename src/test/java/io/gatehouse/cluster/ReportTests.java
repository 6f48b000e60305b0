package io.gatehouse.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.analytics.UsageHour;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.gateway.feed.NodeWire;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What nodes report is counted once, whatever becomes of the answer. */
abstract class ReportTests {
    @Inject
    JoinedNodes nodes;

    private final UUID consumer = UUID.randomUUID();
    private final long hour = Instant.now().truncatedTo(ChronoUnit.HOURS).toEpochMilli();

    private NodeWire.UsageRow row(String outcome, long calls) {
        return new NodeWire.UsageRow(hour, consumer, "weather", outcome, calls, 7 * calls);
    }

    private static int send(JoinedNodes.Joined node, long batch, NodeWire.UsageRow... rows) {
        return node.client()
                .post(NodeWire.USAGE, new NodeWire.Usage(batch, List.of(rows), Map.of()))
                .statusCode();
    }

    private long calls(String outcome) {
        return QuarkusTransaction.requiringNew()
                .call(() -> UsageHour.<UsageHour>list("applicationId = ?1 and outcome = ?2", consumer, outcome).stream()
                        .mapToLong(each -> each.calls)
                        .sum());
    }

    @Test
    void a_batch_counts_once_however_often_it_is_sent() {
        JoinedNodes.Joined one = nodes.in(RuntimeGroup.DEFAULT);
        JoinedNodes.Joined other = nodes.in(RuntimeGroup.DEFAULT);
        assertEquals(204, send(one, 1, row("ok", 5), row("ok", 2), row("limited", 1)));
        assertEquals(204, send(one, 1, row("ok", 5), row("ok", 2), row("limited", 1)));
        assertEquals(204, send(other, 1, row("ok", 10)));
        assertEquals(204, send(one, 3, row("ok", 1)));
        assertEquals(204, send(one, 2, row("ok", 100)), "an older one is known");
        assertEquals(18, calls("ok"));
        assertEquals(1, calls("limited"));
    }

    @Test
    void what_cannot_be_counted_is_refused_whole() {
        JoinedNodes.Joined node = nodes.in(RuntimeGroup.DEFAULT);
        List<NodeWire.UsageRow> wrong = List.of(
                row("splendid", 1),
                row(null, 1),
                row("ok", -1),
                row("ok", Long.MAX_VALUE / 7),
                new NodeWire.UsageRow(hour, consumer, "weather", "ok", 1, Long.MAX_VALUE),
                new NodeWire.UsageRow(0, consumer, "weather", "ok", 1, 1),
                new NodeWire.UsageRow(Long.MAX_VALUE, consumer, null, "ok", 1, 1),
                new NodeWire.UsageRow(hour, consumer, "x".repeat(121), "ok", 1, 1));
        for (NodeWire.UsageRow one : wrong) assertEquals(400, send(node, 1, row("ok", 1), one), one::toString);
        List<NodeWire.UsageRow> holed = new ArrayList<>(Collections.singletonList(null));
        assertEquals(
                400,
                node.client()
                        .post(NodeWire.USAGE, new NodeWire.Usage(1, holed, Map.of()))
                        .statusCode());
        var many = Collections.nCopies(NodeWire.MOST_ROWS + 1, row("ok", 1));
        assertEquals(400, send(node, 1, many.toArray(NodeWire.UsageRow[]::new)));
        assertEquals(413, node.client().post(NodeWire.USAGE, new byte[5 << 20]).statusCode());
        assertEquals(0, calls("ok"));
        assertEquals(204, send(node, 1, row("ok", 1)), "the number was not used up");
        assertEquals(1, calls("ok"));
    }

    @Test
    void false_reports_do_not_end_the_counting_of_others() {
        JoinedNodes.Joined liar = nodes.in(RuntimeGroup.DEFAULT);
        long most = 1_000_000_000_000L;
        NodeWire.UsageRow row = new NodeWire.UsageRow(hour, consumer, "weather", "ok", most, most);
        NodeWire.UsageRow[] many = Collections.nCopies(NodeWire.MOST_ROWS, row).toArray(NodeWire.UsageRow[]::new);
        for (long batch = 1; batch <= 2; batch++) assertEquals(204, send(liar, batch, many));
        assertEquals(204, send(nodes.in(RuntimeGroup.DEFAULT), 1, row("ok", 1), row("limited", 2)));
        assertEquals(most, calls("ok"), "more than that is no count");
        assertEquals(2, calls("limited"));
    }

    @Test
    void a_clock_that_is_ahead_makes_no_hours_to_come() {
        JoinedNodes.Joined node = nodes.in(RuntimeGroup.DEFAULT);
        long later = Instant.now().plus(9, ChronoUnit.DAYS).toEpochMilli();
        assertEquals(204, send(node, 1, new NodeWire.UsageRow(later, consumer, "weather", "ok", 1, 1)));
        Instant counted = QuarkusTransaction.requiringNew()
                .call(() -> UsageHour.<UsageHour>find("applicationId", consumer).firstResult().hourStart);
        assertEquals(true, counted.isBefore(Instant.now()), counted::toString);
    }
}
