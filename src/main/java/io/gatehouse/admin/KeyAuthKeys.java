package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.KeyDigests;
import io.gatehouse.gateway.credential.KeyFormat;
import jakarta.inject.Singleton;

/** Keys in the moment when they are plain: given by the caller, or minted because none was. */
@Singleton
class KeyAuthKeys {
    private final KeyDigests digests;
    private final KeyFormat format = new KeyFormat();

    KeyAuthKeys(KeyDigests digests) {
        this.digests = digests;
    }

    String digest(String key) {
        return digests.of(key);
    }

    /** Makes sure that the document has a key; returns it for the answer, or null if the stored one stays. */
    String complete(ObjectNode document) {
        if (document.hasNonNull("key")) return document.get("key").asText();
        if (document.hasNonNull("digest")) return null;
        String key = format.mint();
        document.put("key", key);
        return key;
    }
}
