package io.gatehouse.gateway.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gatehouse.gateway.MovableClock;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.credential.IdentityIndex.Holder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocalIdentityIndexTest {

    private static final String TYPE = "key-auth";
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private final KeyDigest digest = new KeyDigest("pepper".getBytes(StandardCharsets.UTF_8));
    private final MovableClock clock = new MovableClock(NOW.toString());
    private final LocalIdentityIndex index = new LocalIdentityIndex(digest, clock);

    @Test
    void a_key_tells_whose_it_is_and_which() {
        Consumer ann = consumer("ann");
        Credential first = key("ann-1");
        Credential second = key("ann-2");
        apply(ann, first, second);
        apply(consumer("bob"), key("bob-1"));
        assertEquals(new Holder(ann, first.id()), index.holder(TYPE, "ann-1"));
        assertEquals(new Holder(ann, second.id()), index.holder(TYPE, "ann-2"));
        assertEquals("bob", index.holder(TYPE, "bob-1").consumer().username());
        assertNull(index.holder(TYPE, "ann-3"));
        assertNull(index.holder("basic-auth", "ann-1"));
    }

    @Test
    void a_change_replaces_the_consumer_with_all_its_keys() {
        apply(consumer("ann"), key("kept"), key("revoked"));
        Consumer renamed = new Consumer(id("ann"), "anna", null, List.of("gold"), null, null, null, null);
        apply(renamed, key("kept"), key("new"));
        assertSame(renamed, index.holder(TYPE, "kept").consumer());
        assertSame(renamed, index.holder(TYPE, "new").consumer());
        assertNull(index.holder(TYPE, "revoked"));
        assertSame(renamed, index.consumer("anna"));
        assertNull(index.consumer("ann"));
        assertSame(renamed, index.consumer(id("ann").toString()));
    }

    @Test
    void of_a_consumer_that_is_gone_nothing_is_left() {
        apply(consumer("ann"), key("ann-1"));
        index.apply(IdentityChange.gone(id("ann")));
        assertNull(index.holder(TYPE, "ann-1"));
        assertNull(index.consumer("ann"));
        assertNull(index.consumer(id("ann").toString()));
        index.apply(IdentityChange.gone(id("ann")));
    }

    @Test
    void a_key_or_a_name_that_has_passed_to_another_consumer_stays_with_it() {
        apply(consumer("ann"), key("shared"));
        Consumer bob = new Consumer(id("bob"), "ann", null, null, null, null, null, null);
        apply(bob, key("shared"));
        index.apply(IdentityChange.gone(id("ann")));
        assertSame(bob, index.holder(TYPE, "shared").consumer());
        assertSame(bob, index.consumer("ann"));
    }

    @Test
    void a_key_is_worth_nothing_from_the_moment_it_expires() {
        apply(consumer("ann"), expiring("short", NOW.plusSeconds(60)), key("long"));
        assertNotNull(index.holder(TYPE, "short"));
        clock.forward(Duration.ofMillis(59_999));
        assertNotNull(index.holder(TYPE, "short"));
        clock.forward(Duration.ofMillis(1));
        assertNull(index.holder(TYPE, "short"));
        assertNotNull(index.holder(TYPE, "long"));
    }

    @Test
    void a_key_in_our_own_form_with_wrong_check_digits_is_not_even_looked_up() {
        String minted = new KeyFormat().mint();
        apply(consumer("ann"), key(minted));
        assertNotNull(index.holder(TYPE, minted));
        String forged = minted.substring(0, minted.length() - 1) + (minted.endsWith("A") ? "B" : "A");
        apply(consumer("bob"), key(forged));
        assertNull(index.holder(TYPE, forged));
    }

    @Test
    void a_consumer_without_a_username_is_known_by_its_id() {
        Consumer nameless = new Consumer(id("x"), null, "custom", null, null, null, null, null);
        apply(nameless, key("x-1"));
        assertSame(nameless, index.consumer(id("x").toString()));
        assertNull(index.consumer("custom"));
        apply(nameless);
        assertNull(index.holder(TYPE, "x-1"));
    }

    @Test
    void thousands_of_changes_leave_exactly_what_the_last_one_of_each_consumer_said() {
        Random random = new Random(7);
        int[] keysOf = new int[200];
        for (int i = 0; i < 5_000; i++) {
            int who = random.nextInt(keysOf.length);
            keysOf[who] = random.nextInt(5);
            apply(who, keysOf[who]);
        }
        for (int who = 0; who < keysOf.length; who++) {
            for (int k = 0; k < 5; k++) {
                Holder holder = index.holder(TYPE, who + "-" + k);
                assertEquals(k < keysOf[who], holder != null, who + "-" + k);
            }
        }
    }

    @Test
    void a_key_that_stays_valid_is_never_missed_while_others_come_and_go() throws Exception {
        apply(consumer("steady"), key("steady-1"), key("steady-2"));
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            Callable<Integer> reader = () -> {
                int misses = 0;
                while (writing.get()) {
                    misses += index.holder(TYPE, "steady-1") == null || index.holder(TYPE, "steady-2") == null ? 1 : 0;
                }
                return misses;
            };
            List<Future<Integer>> results = List.of(readers.submit(reader), readers.submit(reader));
            for (int i = 0; i < 20_000; i++) {
                apply(i % 3_000, i % 4);
                if (i % 10 == 0) {
                    apply(consumer("steady"), key("steady-1"), key("steady-2"));
                }
            }
            writing.set(false);
            for (Future<Integer> result : results) {
                assertEquals(0, result.get());
            }
        } finally {
            writing.set(false);
            readers.shutdown();
        }
    }

    private void apply(int who, int keys) {
        Credential[] credentials = Stream.iterate(0, k -> k < keys, k -> k + 1)
                .map(k -> key(who + "-" + k))
                .toArray(Credential[]::new);
        apply(consumer("c" + who), credentials);
    }

    private void apply(Consumer consumer, Credential... credentials) {
        index.apply(new IdentityChange(consumer.id(), consumer, List.of(credentials)));
    }

    private Credential key(String key) {
        return new Credential(id(key), TYPE, digest.of(key), null);
    }

    private Credential expiring(String key, Instant at) {
        return new Credential(id(key), TYPE, digest.of(key), at.toEpochMilli());
    }

    private static Consumer consumer(String username) {
        return new Consumer(id(username), username, null, null, null, null, null, null);
    }

    private static UUID id(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8));
    }
}
