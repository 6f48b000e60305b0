package io.gatehouse.gateway.issuer;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/** One {@link Issuer} for all who are configured alike, also across changes of the configuration: its keys are read but once. */
public final class Issuers {

    private final Map<Issuer.Source, WeakReference<Issuer>> known = new HashMap<>();

    /** Kept for as long as somebody uses it. */
    public synchronized Issuer of(Issuer.Source source) {
        known.values().removeIf(reference -> reference.get() == null);
        WeakReference<Issuer> reference = known.get(source);
        Issuer issuer = reference == null ? null : reference.get();
        if (issuer == null) {
            issuer = new Issuer(source);
            known.put(source, new WeakReference<>(issuer));
        }
        return issuer;
    }
}
