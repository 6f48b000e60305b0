package io.gatehouse.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.usage.UsageRecord;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From the end of a call to a row, and from rows to a report. */
abstract class UsageTests {
    @Inject
    UsageInbox inbox;

    @Inject
    UsageReport report;

    @Inject
    UsageRows rows;

    @Test
    void calls_are_summed_by_hour_and_outcome() {
        UUID consumer = UUID.randomUUID();
        UUID service = UUID.randomUUID();
        for (int i = 0; i < 10; i++) inbox.take(call(consumer, service, 200, null));
        inbox.take(call(consumer, service, 404, null));
        inbox.take(call(consumer, service, 429, "rate-limiting"));
        inbox.take(call(consumer, service, 429, null));
        inbox.take(call(consumer, service, 403, "application-registration"));
        inbox.take(call(consumer, service, 502, "proxy"));
        inbox.flush();
        inbox.take(call(consumer, service, 200, null));
        inbox.flush();

        UsageReport.Usage usage = report.ofApplication(consumer, 24);
        assertEquals(24, usage.hours().size());
        assertEquals(new Counts(11, 2, 1, 1, 1, 16 * 7), usage.total());
        assertEquals(2, usage.total().refused());
        assertEquals(7, usage.total().averageLatencyMs());
        assertEquals(
                List.of(new UsageReport.OfService(service.toString(), usage.total())), report.servicesOf(consumer, 24));
        assertEquals(usage, report.ofService(service.toString(), 24));
        assertTrue(report.topConsumers(24, 1_000).stream()
                .anyMatch(top -> top.id().equals(consumer) && top.counts().equals(usage.total())));
    }

    @Test
    void the_last_calls_are_shown_newest_first() {
        UUID consumer = UUID.randomUUID();
        for (int i = 0; i < 60; i++) inbox.take(call(consumer, UUID.randomUUID(), 200 + i, null));
        inbox.flush();
        List<Call> recent = report.recentCallsOfApplication(consumer);
        assertEquals(50, recent.size());
        assertEquals(259, recent.get(0).status());
    }

    @Test
    void calls_of_nobody_to_no_service_are_counted_too() {
        long before = report.ofService(UsageHour.NO_SERVICE, 1).total().all();
        inbox.take(call(null, null, 404, "router"));
        inbox.take(call(null, null, 404, "router"));
        inbox.flush();
        assertEquals(
                before + 2, report.ofService(UsageHour.NO_SERVICE, 1).total().all());
    }

    @Test
    void two_writers_to_the_same_rows_lose_nothing() throws Exception {
        UUID consumer = UUID.randomUUID();
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        Map<UsageRows.Key, UsageRows.Sum> sums = new java.util.HashMap<>();
        for (Outcome outcome : Outcome.values())
            sums.put(new UsageRows.Key(hour, consumer, "shared", outcome), new UsageRows.Sum(1, 2));
        rows.add(sums);
        ExecutorService writers = Executors.newFixedThreadPool(2);
        List<Callable<Void>> writes = IntStream.range(0, 40)
                .<Callable<Void>>mapToObj(i -> () -> {
                    rows.add(sums);
                    return null;
                })
                .toList();
        for (Future<Void> write : writers.invokeAll(writes)) write.get();
        writers.shutdown();
        assertEquals(
                new Counts(41, 41, 41, 41, 41, 41 * 2 * 5),
                report.ofApplication(consumer, 1).total());
    }

    private static UsageRecord call(UUID consumer, UUID service, int status, String refusal) {
        return new UsageRecord(
                System.currentTimeMillis(),
                "request",
                consumer,
                null,
                service,
                null,
                "GET",
                "/weather",
                status,
                7,
                5,
                refusal);
    }
}
