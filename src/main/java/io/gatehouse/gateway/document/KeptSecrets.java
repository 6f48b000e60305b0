package io.gatehouse.gateway.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.credential.KeptPassword;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.KeyFormat;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys and passwords are taken in as digests: the plain ones are in no memory, file or database of the gateway afterwards. A digest may
 * stand where the secret would ({@code hmac-sha256:…}), so that what is only known by it can be copied.
 */
public final class KeptSecrets {
    private static final String DIGESTED = "hmac-sha256:";
    private static final Pattern KEPT_KEY = Pattern.compile(DIGESTED + "([0-9a-f]{64})(?::(.*))?");

    private KeptSecrets() {}

    /** Puts what is kept of it in the place of the secret, if there is one. The entity must have its id. */
    public static void replace(Kind<?> kind, ObjectNode entity, KeyDigest digest) {
        if (kind == Kind.KEYAUTH_CREDENTIALS) replaceKey(entity, digest);
        if (kind == Kind.BASICAUTH_CREDENTIALS) replacePassword(entity, digest);
    }

    /** Puts what is kept of a secret where the secret would stand, if that is not there. Given back so, it is taken for what it is. */
    public static void show(Kind<?> kind, ObjectNode entity) {
        if (!entity.hasNonNull("digest")) return;
        String digest = entity.path("digest").asText();
        if (kind == Kind.KEYAUTH_CREDENTIALS && !entity.hasNonNull("key"))
            entity.put("key", kept(digest, entity.path("hint").asText("")));
        if (kind == Kind.BASICAUTH_CREDENTIALS) entity.put("password", digest);
    }

    /** What stands for a key of which only the digest is kept, with how people recognise it. */
    public static String kept(String digest, String hint) {
        return DIGESTED + digest + (hint.isEmpty() ? "" : ":" + hint);
    }

    /** Whether it stands for a key, and is none. */
    public static boolean isKeptKey(String key) {
        return KEPT_KEY.matcher(key).matches();
    }

    /** Of a key, or of what stands for one; as hex. */
    public static String digestOf(String key, KeyDigest digest) {
        Matcher kept = KEPT_KEY.matcher(key);
        return kept.matches() ? kept.group(1) : HexFormat.of().formatHex(digest.of(key));
    }

    private static void replaceKey(ObjectNode credential, KeyDigest digest) {
        String key = credential.path("key").asText("");
        if (key.isBlank()) return;
        Matcher kept = KEPT_KEY.matcher(key);
        credential.putNull("key");
        credential.put("digest", digestOf(key, digest));
        credential.put(
                "hint", kept.matches() ? kept.group(2) : KeyFormat.prefixOf(key) + "…" + KeyFormat.lastFourOf(key));
    }

    private static void replacePassword(ObjectNode credential, KeyDigest digest) {
        String password = credential.path("password").textValue();
        if (password == null || password.isEmpty()) return;
        UUID id = UUID.fromString(credential.path("id").asText());
        credential.putNull("password");
        credential.put("digest", KeptPassword.isKept(password) ? password : KeptPassword.digest(id, password, digest));
    }
}
