package io.gatehouse.identity;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.inject.Singleton;
import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords with Argon2id (19 MiB, two passes). Each takes tens of milliseconds and much memory on purpose, so no more
 * run at once than there are processors, and a flood is turned away at the door instead of filling the heap.
 */
@Singleton
class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int LONGEST_QUEUE = 50;
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Argon2Function ARGON2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);

    private final int slots = Runtime.getRuntime().availableProcessors();
    private final Semaphore running = new Semaphore(slots, true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong computed = new AtomicLong();
    private final String nobodys = hash(SecretToken.fresh());

    String hash(String password) {
        return guarded(() -> Password.hash(normal(password))
                .addRandomSalt(SALT_BYTES)
                .with(ARGON2)
                .getResult());
    }

    /** Whether it is the account's password. Without a hash (no such account) it takes just as long and is false. */
    boolean matches(String password, String hash) {
        String known = hash == null ? nobodys : hash;
        boolean same =
                guarded(() -> Password.check(normal(password), known).with(Argon2Function.getInstanceFromHash(known)));
        return same && hash != null;
    }

    /** Whether the hash was made with other parameters than those of today. */
    boolean isOutdated(String hash) {
        return !Argon2Function.getInstanceFromHash(hash).equals(ARGON2);
    }

    /** To be asked before anything is counted or looked up: whoever is turned away has cost nothing and tried nothing. */
    void refuseWhenFull() {
        if (waiting.get() >= slots + LONGEST_QUEUE) throw TryLater.tooBusy(WAIT);
    }

    /** How many hashes were computed since the start. */
    long computed() {
        return computed.get();
    }

    /** The same letters in the same form, whichever keyboard composed them. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private <T> T guarded(Supplier<T> work) {
        if (waiting.incrementAndGet() > slots + LONGEST_QUEUE) {
            waiting.decrementAndGet();
            throw TryLater.tooBusy(WAIT);
        }
        try {
            running.acquireUninterruptibly();
            try {
                computed.incrementAndGet();
                return work.get();
            } finally {
                running.release();
            }
        } finally {
            waiting.decrementAndGet();
        }
    }
}
