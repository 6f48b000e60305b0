package io.gatehouse.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class QueueTests {
    private static final int SENDERS = 8;

    @Inject
    Queue queue;

    @Inject
    Outbox outbox;

    @BeforeEach
    void start() {
        QuarkusTransaction.requiringNew().run(() -> OutgoingMail.update("nextAttemptAt = null"));
    }

    @Test
    void of_many_senders_one_takes_the_mail() throws Exception {
        outbox.write(TestPeople.freshEmail(), "Once", "Once.");
        List<UUID> taken = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        try {
            Callable<UUID> take = () -> queue.take().map(mail -> mail.id).orElse(null);
            for (Future<UUID> each : threads.invokeAll(Collections.nCopies(SENDERS, take)))
                if (each.get() != null) taken.add(each.get());
        } finally {
            threads.shutdown();
        }
        assertEquals(1, taken.size());
    }

    @Test
    void a_mail_that_failed_is_tried_again_later_and_later_but_not_for_ever() {
        outbox.write(TestPeople.freshEmail(), "Again", "Again.");
        UUID id = queue.take().orElseThrow().id;
        queue.failed(id, "x".repeat(1_000));
        assertTrue(queue.take().isEmpty());
        assertTrue(pause(id).toSeconds() <= 10);
        change(id, "attempts = 6");
        queue.failed(id, "still away");
        assertTrue(pause(id).toMinutes() >= 5);
        QuarkusTransaction.requiringNew()
                .run(() -> OutgoingMail.update(
                        "createdAt = ?1 where id = ?2", Instant.now().minus(Queue.GIVE_UP_AFTER), id));
        queue.failed(id, "still away");
        assertNull(row(id).nextAttemptAt);
    }

    private static Duration pause(UUID id) {
        return Duration.between(Instant.now(), row(id).nextAttemptAt);
    }

    private static OutgoingMail row(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> OutgoingMail.findById(id));
    }

    private static void change(UUID id, String what) {
        QuarkusTransaction.requiringNew().run(() -> OutgoingMail.update(what + " where id = ?1", id));
    }
}
