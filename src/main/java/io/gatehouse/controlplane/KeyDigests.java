package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.document.KeptSecrets;
import io.gatehouse.settings.Secrets;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;

/** Turns keys into what is kept of them, under this installation's pepper. */
@Singleton
public class KeyDigests {
    private static final String DIGEST = "digest";

    private final KeyDigest digest;

    public KeyDigests(Secrets secrets) {
        digest = new KeyDigest(secrets.pepper());
    }

    @Produces
    @Singleton
    public KeyDigest digest() {
        return digest;
    }

    /** As hex, which is how a document holds it. */
    public String of(String key) {
        return HexFormat.of().formatHex(digest.of(key));
    }

    /** Puts what is kept of a key or password in its place, so that it is stored nowhere itself; without one the old one stays. */
    void replaceSecret(Kind<?> kind, ObjectNode entity, ObjectNode before) {
        KeptSecrets.replace(kind, entity, digest);
        if (before == null || !kind.hasField(DIGEST) || entity.hasNonNull(DIGEST)) return;
        for (String field : List.of(DIGEST, "hint")) if (before.has(field)) entity.set(field, before.get(field));
    }
}
