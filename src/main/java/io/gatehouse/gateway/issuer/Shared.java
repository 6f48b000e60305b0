package io.gatehouse.gateway.issuer;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** One thing for all who ask for it alike, also across changes of the configuration: what it has learned is not asked for again. */
public final class Shared<K, V> {

    private final Map<K, WeakReference<V>> known = new HashMap<>();
    private final Function<K, V> make;

    public Shared(Function<K, V> make) {
        this.make = make;
    }

    /** Kept for as long as somebody uses it. */
    public synchronized V of(K key) {
        known.values().removeIf(reference -> reference.get() == null);
        WeakReference<V> reference = known.get(key);
        V found = reference == null ? null : reference.get();
        if (found == null) {
            found = make.apply(key);
            known.put(key, new WeakReference<>(found));
        }
        return found;
    }
}
