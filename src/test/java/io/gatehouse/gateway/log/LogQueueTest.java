package io.gatehouse.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Nothing waits for a receiver, and nothing is lost unseen. */
class LogQueueTest {
    private static final byte[] RECORD = {'a'};

    private record Config(String name) {}

    private final LogQueues queues = new LogQueues("test");

    private static QueueConfig limits(int batch, int entries, double retryTime) {
        return new QueueConfig(batch, 0.0, entries, null, 0.001, retryTime, 0.01, null);
    }

    @Test
    void what_a_full_queue_cannot_take_is_dropped_and_counted() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        LogQueue queue = queues.of(new Config("hangs"), limits(1, 10, 1), () -> records -> hangs.await());
        for (int i = 0; i < 1_000; i++) if (!queue.isFull()) queue.add(RECORD);
        // One may be on its way beside the ten that wait.
        assertTrue(
                queues.counts().dropped() >= 989, "dropped " + queues.counts().dropped());
        hangs.countDown();
        Patience.until(
                "every record is sent or dropped",
                () -> queues.counts().sent() + queues.counts().dropped() == 1_000);
    }

    @Test
    void records_without_room_do_not_make_room_for_bytes() {
        CountDownLatch hangs = new CountDownLatch(1);
        QueueConfig tenBytes = new QueueConfig(1, 0.0, 2, 10L, 0.001, 1.0, 0.01, null);
        LogQueue queue = queues.of(new Config("bytes"), tenBytes, () -> records -> hangs.await());
        for (int i = 0; i < 100; i++) queue.add(RECORD);
        hangs.countDown();
        Patience.until(
                "every record is sent or dropped",
                () -> queues.counts().sent() + queues.counts().dropped() == 100);
        long dropped = queues.counts().dropped();
        queue.add(new byte[40]);
        assertEquals(dropped + 1, queues.counts().dropped());
    }

    @Test
    void a_batch_that_cannot_be_delivered_is_dropped_in_the_end() {
        LogQueue queue = queues.of(new Config("fails"), limits(1, 10, 0.05), () -> records -> {
            throw new IOException("nobody there");
        });
        queue.add(RECORD);
        Patience.until("dropped", () -> queues.counts().dropped() == 1);
    }

    @Test
    void records_keep_their_order_and_none_is_lost_between_threads() {
        List<Integer> got = Collections.synchronizedList(new ArrayList<>());
        LogQueue queue = queues.of(
                new Config("order"),
                limits(7, 100_000, 1),
                () -> records -> records.forEach(record -> got.add(Integer.parseInt(new String(record)))));
        for (int i = 0; i < 10_000; i++) queue.add(Integer.toString(i).getBytes());
        Patience.until("all came", () -> got.size() == 10_000);
        for (int i = 0; i < got.size(); i++) assertEquals(i, got.get(i));
    }

    @Test
    void the_same_configuration_keeps_its_queue() {
        LogQueue first = queues.of(new Config("same"), QueueConfig.DEFAULT, () -> records -> {});
        assertEquals(first, queues.of(new Config("same"), QueueConfig.DEFAULT, () -> records -> {}));
    }

    @Test
    void what_waits_is_delivered_before_the_end() {
        List<byte[]> got = Collections.synchronizedList(new ArrayList<>());
        LogQueue queue = queues.of(new Config("end"), limits(10, 100_000, 1), () -> got::addAll);
        for (int i = 0; i < 5_000; i++) queue.add(RECORD);
        queues.finish(Duration.ofSeconds(30));
        assertEquals(5_000, got.size());
    }
}
