package io.gatehouse.catalog;

import io.gatehouse.catalog.spec.Spec;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The specs that were looked at lately, parsed. Named by the hash of their source, so that nothing in here is ever out of date;
 * bounded by the size of the sources, since one large spec weighs as much as a thousand small ones. Whoever asks for a spec that
 * another is just reading waits for that one.
 */
final class SpecCache {
    /** A parsed spec takes about five times the memory of its source. */
    private static final int MEMORY_PER_BYTE = 5;

    private static final long LEAST_BYTES = 16 << 20;

    private final Map<String, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final long mostBytes;
    private long bytes;

    private static final class Kept {
        final CompletableFuture<Spec> spec = new CompletableFuture<>();
        long bytes;
    }

    SpecCache() {
        this(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 8 / MEMORY_PER_BYTE));
    }

    SpecCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    Spec get(String hash, Supplier<byte[]> source, Function<byte[], Spec> reader) {
        Kept mine = new Kept();
        Kept others;
        synchronized (kept) {
            others = kept.putIfAbsent(hash, mine);
        }
        if (others != null) {
            return wait(others);
        }
        try {
            byte[] read = source.get();
            mine.spec.complete(reader.apply(read));
            weigh(mine, read.length);
            return mine.spec.join();
        } catch (RuntimeException | Error failed) {
            synchronized (kept) {
                kept.remove(hash, mine);
            }
            mine.spec.completeExceptionally(failed);
            throw failed;
        }
    }

    private static Spec wait(Kept others) {
        try {
            return others.spec.join();
        } catch (CompletionException failed) {
            throw new IllegalStateException("The spec could not be read", failed.getCause());
        }
    }

    private void weigh(Kept fresh, int weight) {
        synchronized (kept) {
            fresh.bytes = weight;
            bytes += weight;
            Iterator<Kept> eldest = kept.values().iterator();
            while (bytes > mostBytes && eldest.hasNext()) {
                Kept next = eldest.next();
                if (next != fresh && next.bytes > 0) {
                    bytes -= next.bytes;
                    eldest.remove();
                }
            }
        }
    }
}
