package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.KeyDigests;
import io.gatehouse.gateway.config.JwtSecret;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.KeyFormat;
import io.gatehouse.gateway.document.KeptSecrets;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets in the moment when they are plain: given by the caller, or minted because none was. */
@Singleton
class CredentialSecrets {
    private static final String KEY = "key";
    private static final String SECRET = "secret";
    private static final int SECRET_BYTES = 32;

    private final KeyDigests digests;
    private final KeyFormat format = new KeyFormat();
    private final SecureRandom random = new SecureRandom();

    CredentialSecrets(KeyDigests digests) {
        this.digests = digests;
    }

    String digest(String key) {
        return digests.of(key);
    }

    /** Makes sure that the document has what may be left out. */
    void complete(Kind<?> kind, ObjectNode document) {
        if (kind == Kind.KEYAUTH_CREDENTIALS) completeKey(document);
        if (kind == Kind.HMACAUTH_CREDENTIALS) mint(document, SECRET);
        if (kind == Kind.JWT_SECRETS) {
            mint(document, KEY);
            String algorithm = document.path("algorithm").asText(JwtSecret.USUAL_ALGORITHM);
            if (JwtSecret.isShared(algorithm)) mint(document, SECRET);
        }
    }

    private void completeKey(ObjectNode document) {
        String key = document.path(KEY).asText("");
        if (key.contains("…") && !KeptSecrets.isKeptKey(key))
            throw KongErrors.violation(
                    Kind.KEYAUTH_CREDENTIALS.wireName(),
                    KEY,
                    "this is a key as it is shown shortened; give the key itself, or leave it out for a new one");
        if (!document.hasNonNull(KEY) && !document.hasNonNull("digest")) document.put(KEY, format.mint());
    }

    private void mint(ObjectNode document, String field) {
        if (document.hasNonNull(field)) return;
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        document.put(field, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
}
