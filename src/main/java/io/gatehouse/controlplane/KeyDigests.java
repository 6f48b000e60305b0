package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.document.KeptKeys;
import io.gatehouse.settings.Secrets;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HexFormat;

/** Turns keys into what is kept of them, under this installation's pepper. */
@Singleton
public class KeyDigests {
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

    /** Puts digest and hint in the place of the key, so that the key itself is stored nowhere; without one the old one stays. */
    void replaceKey(ObjectNode credential, ObjectNode before) {
        String key = credential.path("key").asText("");
        if (!key.isBlank()) {
            KeptKeys.replace(credential, digest);
        } else if (before != null && !credential.hasNonNull("digest")) {
            credential.set("digest", before.get("digest"));
            credential.set("hint", before.get("hint"));
        }
    }
}
