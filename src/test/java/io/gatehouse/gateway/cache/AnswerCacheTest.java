package io.gatehouse.gateway.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However much is kept, the memory that it takes stays within bounds. */
class AnswerCacheTest {

    private static KeptAnswer answer(int bytes) {
        return new KeptAnswer(200, List.of(), new byte[bytes], Map.of(), 0, 10, 10);
    }

    @Test
    void never_holds_more_entries_or_bytes_than_it_may() {
        AnswerCache cache = new AnswerCache(10, 20_000);
        for (int i = 0; i < 1_000; i++) {
            cache.keep("key " + i, answer(i * 10));
            assertTrue(cache.size() <= 10 && cache.bytes() <= 20_000, cache.size() + " with " + cache.bytes());
        }
        assertTrue(cache.size() > 0);
    }

    @Test
    void what_is_larger_than_the_whole_pushes_nothing_out() {
        AnswerCache cache = new AnswerCache(10, 2_000);
        cache.keep("small", answer(10));
        cache.keep("large", answer(2_000));
        assertNotNull(cache.find("small", 0));
        assertNull(cache.find("large", 0));
    }

    @Test
    void an_answer_whose_time_is_over_takes_no_room() {
        AnswerCache cache = new AnswerCache(10, 2_000);
        cache.keep("key", answer(10));
        assertNotNull(cache.find("key", 9));
        assertNull(cache.find("key", 10));
        assertEquals(0, cache.bytes());
    }
}
