package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.BasicAuthCredential;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.KeptPassword;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.document.KeptSecrets;
import io.gatehouse.settings.Secrets;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Turns keys into what is kept of them, under this installation's pepper. */
@Singleton
public class KeyDigests {
    private static final String DIGEST = "digest";
    private static final String KEY = "key";
    private static final String PASSWORD = "password";

    private final KeyDigest digest;

    public KeyDigests(Secrets secrets) {
        digest = new KeyDigest(secrets.pepper());
    }

    @Produces
    @Singleton
    public KeyDigest digest() {
        return digest;
    }

    /** As hex, which is how a document holds it; of what stands for a key too. */
    public String of(String key) {
        return KeptSecrets.digestOf(key, digest);
    }

    /**
     * Puts what is kept of a password in its place, so that it is stored nowhere itself. A key stays beside its digest, sealed, so that
     * a dump brings it to another group. Without either the old one stays, and what is kept of the same password stays as it was.
     */
    public void replaceSecret(Kind<?> kind, ObjectNode entity, ObjectNode before) {
        String key = kind == Kind.KEYAUTH_CREDENTIALS ? entity.path(KEY).asText("") : "";
        if (kind == Kind.BASICAUTH_CREDENTIALS && isSamePassword(entity, before)) entity.putNull(PASSWORD);
        KeptSecrets.replace(kind, entity, digest);
        if (!key.isBlank() && !KeptSecrets.isKeptKey(key)) entity.put(KEY, key);
        if (before == null || !kind.hasField(DIGEST)) return;
        boolean isTheSame = !entity.hasNonNull(DIGEST) || entity.get(DIGEST).equals(before.get(DIGEST));
        if (!isTheSame) return;
        for (String field : List.of(DIGEST, "hint", KEY)) if (before.has(field)) entity.set(field, before.get(field));
    }

    private boolean isSamePassword(ObjectNode entity, ObjectNode before) {
        String password = entity.path(PASSWORD).asText("");
        if (before == null || password.isEmpty()) return false;
        BasicAuthCredential stored =
                Kind.BASICAUTH_CREDENTIALS.read(before).entity().orElseThrow();
        boolean isSame = new KeptPassword(stored, digest).is(password);
        if (isSame) entity.putNull(DIGEST);
        return isSame;
    }
}
