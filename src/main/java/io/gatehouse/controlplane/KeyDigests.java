package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final String KEY = "key";

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

    /**
     * Puts what is kept of a password in its place, so that it is stored nowhere itself. A key stays beside its digest, sealed, so that
     * a dump brings it to another group. Without either the old one stays.
     */
    void replaceSecret(Kind<?> kind, ObjectNode entity, ObjectNode before) {
        JsonNode key = kind == Kind.KEYAUTH_CREDENTIALS ? entity.get(KEY) : null;
        KeptSecrets.replace(kind, entity, digest);
        if (key != null && !key.isNull()) entity.set(KEY, key);
        if (before == null || !kind.hasField(DIGEST)) return;
        boolean isTheSame = !entity.hasNonNull(DIGEST) || entity.get(DIGEST).equals(before.get(DIGEST));
        if (!isTheSame) return;
        for (String field : List.of(DIGEST, "hint", KEY)) if (before.has(field)) entity.set(field, before.get(field));
    }
}
