package io.gatehouse.gateway.openapi;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The descriptions that are in force, each read once however many plugins and topologies use it: every change of a configuration
 * compiles all of it anew, and a large description takes a second. Those that nothing uses any more are forgotten.
 */
public final class ApiDescriptions {

    private final Map<String, WeakReference<ApiDescription>> known = new HashMap<>();

    /** @throws IllegalArgumentException with a message for the operator */
    public synchronized ApiDescription of(String text) {
        String name = hash(text);
        WeakReference<ApiDescription> kept = known.get(name);
        ApiDescription description = kept == null ? null : kept.get();
        if (description != null) return description;
        known.values().removeIf(forgotten -> forgotten.get() == null);
        ApiDescription read = ApiDescription.read(text);
        known.put(name, new WeakReference<>(read));
        return read;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
