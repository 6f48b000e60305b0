package io.gatehouse.gateway.credential;

import io.gatehouse.gateway.config.JwtSecret;
import io.gatehouse.gateway.config.PublicKeys;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the signature of a token is checked with, read once and not per request.
 *
 * @param secret null where there is a public key
 * @param publicKey null where there is a secret
 */
public record TokenKey(String algorithm, String secret, PublicKey publicKey) {

    static TokenKey of(JwtSecret jwt) {
        return JwtSecret.isShared(jwt.algorithm())
                ? new TokenKey(jwt.algorithm(), jwt.secret(), null)
                : new TokenKey(jwt.algorithm(), null, PublicKeys.read(jwt.rsaPublicKey(), jwt.algorithm()));
    }

    /** @param isBase64 whether the secret is written so; a public key is in PEM either way */
    Key key(boolean isBase64) {
        if (publicKey != null) {
            return publicKey;
        }
        byte[] bytes = isBase64
                ? Base64.getDecoder().decode(secret.strip().replace('-', '+').replace('_', '/'))
                : secret.getBytes(StandardCharsets.UTF_8);
        return new SecretKeySpec(bytes, "HMAC");
    }

    /** A secret must never get into a log by accident. */
    @Override
    public String toString() {
        return "TokenKey[" + algorithm + "]";
    }
}
