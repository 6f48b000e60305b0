package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.KeptPassword;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.KeyFormat;
import java.util.HexFormat;
import java.util.UUID;

/** Keys and passwords are taken in as digests: the plain ones are in no memory, file or database of the gateway afterwards. */
public final class KeptSecrets {
    private KeptSecrets() {}

    /** Puts what is kept of it in the place of the secret, if there is one. The entity must have its id. */
    public static void replace(Kind<?> kind, ObjectNode entity, KeyDigest digest) {
        if (kind == Kind.KEYAUTH_CREDENTIALS) replaceKey(entity, digest);
        if (kind == Kind.BASICAUTH_CREDENTIALS) replacePassword(entity, digest);
    }

    private static void replaceKey(ObjectNode credential, KeyDigest digest) {
        String key = credential.path("key").asText("");
        if (key.isBlank()) return;
        credential.putNull("key");
        credential.put("digest", HexFormat.of().formatHex(digest.of(key)));
        credential.put("hint", KeyFormat.prefixOf(key) + "…" + KeyFormat.lastFourOf(key));
    }

    private static void replacePassword(ObjectNode credential, KeyDigest digest) {
        String password = credential.path("password").textValue();
        if (password == null || password.isEmpty()) return;
        UUID id = UUID.fromString(credential.path("id").asText());
        credential.putNull("password");
        credential.put("digest", KeptPassword.digest(id, password, digest));
    }
}
