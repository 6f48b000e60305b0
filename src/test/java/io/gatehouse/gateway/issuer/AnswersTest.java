package io.gatehouse.gateway.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.issuer.Answers.Answer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private final Answers<String> answers = new Answers<>();
    private final List<CompletableFuture<Answer<String>>> asked = new ArrayList<>();

    private Future<Optional<String>> ask(String secret, long now) {
        return answers.of(secret, now, () -> {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
        });
    }

    private void answer(String value, long until) {
        asked.get(asked.size() - 1).complete(new Answer<>(Optional.ofNullable(value), until));
    }

    @Test
    void many_wait_for_one_question() {
        Future<Optional<String>> first = ask("one", 0);
        Future<Optional<String>> second = ask("one", 0);
        assertEquals(1, asked.size());
        assertFalse(first.isComplete());
        answer("good", 10);
        assertEquals(Optional.of("good"), first.result());
        assertEquals(Optional.of("good"), second.result());
        assertTrue(ask("one", 9).succeeded());
        assertEquals(1, asked.size());
        ask("one", 10);
        assertEquals(2, asked.size());
    }

    @Test
    void a_failure_is_told_and_not_kept() {
        Future<Optional<String>> first = ask("one", 0);
        asked.get(0).completeExceptionally(new IllegalStateException());
        assertTrue(first.failed());
        assertFalse(ask("one", 0).isComplete());
    }

    @Test
    void only_so_many_questions_are_open() {
        for (int i = 0; i < 256; i++) {
            assertFalse(ask("secret " + i, 0).isComplete());
        }
        assertTrue(ask("one more", 0).failed());
        answer(null, 0);
        assertFalse(ask("one more", 0).isComplete());
    }

    @Test
    void guesses_push_out_no_good_answer() {
        ask("good", 0);
        answer("yes", 100);
        for (int i = 0; i < 25_000; i++) {
            ask("guess " + i, 0);
            answer(null, 100);
        }
        int before = asked.size();
        assertEquals(Optional.of("yes"), ask("good", 1).result());
        assertEquals(before, asked.size());
    }

    @Test
    void whoever_was_refused_may_be_good_later() {
        ask("one", 0);
        answer(null, 5);
        assertEquals(Optional.empty(), ask("one", 4).result());
        ask("one", 5);
        answer("yes", 100);
        assertEquals(Optional.of("yes"), ask("one", 6).result());
    }
}
