package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.KeyFormat;
import java.util.HexFormat;

/** Keys in a document are taken in as digests: the plain key is in no memory and no file of the gateway afterwards. */
public final class KeptKeys {
    private KeptKeys() {}

    /** Puts digest and hint in the place of the key, if there is one. */
    public static void replace(ObjectNode credential, KeyDigest digest) {
        String key = credential.path("key").asText("");
        if (key.isBlank()) return;
        credential.putNull("key");
        credential.put("digest", HexFormat.of().formatHex(digest.of(key)));
        credential.put("hint", KeyFormat.prefixOf(key) + "…" + KeyFormat.lastFourOf(key));
    }
}
