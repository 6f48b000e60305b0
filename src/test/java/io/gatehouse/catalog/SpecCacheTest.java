package io.gatehouse.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.SpecParser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpecCacheTest {
    private final AtomicInteger reads = new AtomicInteger();
    private final SpecParser parser = new SpecParser();

    @Test
    void a_spec_is_read_once_however_many_ask_at_once() throws Exception {
        SpecCache cache = new SpecCache(1 << 20);
        CountDownLatch all = new CountDownLatch(8);
        ExecutorService people = Executors.newFixedThreadPool(8);
        List<Future<Spec>> specs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            specs.add(people.submit(() -> {
                all.countDown();
                all.await();
                return get(cache, "a");
            }));
        }
        Spec first = specs.get(0).get();
        for (Future<Spec> spec : specs) {
            assertSame(first, spec.get());
        }
        assertEquals(1, reads.get());
        people.shutdown();
    }

    @Test
    void the_one_that_nobody_asked_for_longest_goes_when_it_is_full() {
        SpecCache cache = new SpecCache(2L * Specs.weather().length);
        get(cache, "a");
        get(cache, "b");
        get(cache, "a");
        get(cache, "c");
        assertEquals(3, reads.get());
        get(cache, "a");
        get(cache, "c");
        assertEquals(3, reads.get());
        get(cache, "b");
        assertEquals(4, reads.get());
    }

    @Test
    void a_failure_is_not_kept() {
        SpecCache cache = new SpecCache(1 << 20);
        assertThrows(
                IllegalStateException.class,
                () -> cache.get("a", Specs::weather, bytes -> {
                    throw new IllegalStateException("no");
                }));
        get(cache, "a");
        assertEquals(1, reads.get());
    }

    private Spec get(SpecCache cache, String hash) {
        return cache.get(hash, Specs::weather, bytes -> {
            reads.incrementAndGet();
            return parser.read(bytes);
        });
    }
}
