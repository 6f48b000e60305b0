package io.gatehouse.gateway.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageSpoolTest {
    private static final UUID KEY = UUID.randomUUID();

    @TempDir
    Path folder;

    @Test
    void batches_go_in_order_and_their_numbers_never_come_again() throws IOException {
        UsageSpool spool = new UsageSpool(folder);
        spool.add(List.of(row("a", 1)), Map.of());
        spool.add(List.of(row("b", 2)), Map.of(KEY, 5L));
        NodeWire.Usage first = spool.oldest();
        assertEquals(first, spool.oldest());
        assertEquals("a", first.rows().get(0).service());

        UsageSpool afterKill = new UsageSpool(folder);
        assertEquals(first, afterKill.oldest());
        afterKill.done(first.batch());
        NodeWire.Usage second = afterKill.oldest();
        assertTrue(second.batch() > first.batch());
        assertEquals(Map.of(KEY, 5L), second.keyUse());
        afterKill.done(second.batch());
        assertNull(afterKill.oldest());

        UsageSpool empty = new UsageSpool(folder);
        assertNull(empty.oldest());
        empty.add(List.of(row("c", 3)), Map.of());
        assertTrue(empty.oldest().batch() > second.batch());
    }

    @Test
    void what_may_have_been_sent_is_left_alone_and_the_rest_is_summed_up() throws IOException {
        UsageSpool spool = new UsageSpool(folder);
        for (int i = 1; i <= 10; i++) spool.add(List.of(row("a", i)), Map.of(KEY, (long) i));
        assertEquals(2, spool.waiting());
        NodeWire.Usage first = spool.oldest();
        assertEquals(List.of(row("a", 1)), first.rows());
        spool.done(first.batch());
        assertEquals(List.of(row("a", 54)), spool.oldest().rows());
        assertEquals(Map.of(KEY, 10L), spool.oldest().keyUse());
    }

    @Test
    void the_oldest_is_dropped_and_counted_when_there_is_no_room() throws IOException {
        UsageSpool spool = new UsageSpool(folder, 200_000);
        for (int i = 0; i < 5; i++) {
            int batch = i;
            spool.add(
                    IntStream.range(0, 6_000)
                            .mapToObj(number -> row(batch + "-" + number, 1))
                            .toList(),
                    Map.of());
        }
        assertTrue(spool.dropped() > 0 && spool.dropped() % 6_000 == 0, "dropped " + spool.dropped());
        assertEquals("4-0", spool.oldest().rows().get(0).service());
    }

    @Test
    void a_damaged_batch_does_not_stand_in_the_way() throws IOException {
        UsageSpool spool = new UsageSpool(folder);
        spool.add(List.of(row("a", 1)), Map.of());
        spool.add(List.of(row("b", 1)), Map.of());
        Files.writeString(folder.resolve(spool.oldest().batch() + ".json"), "{\"batch\":");
        assertEquals("b", spool.oldest().rows().get(0).service());
    }

    private static NodeWire.UsageRow row(String service, long calls) {
        return new NodeWire.UsageRow(3_600_000, null, service, "ok", calls, 10 * calls);
    }
}
