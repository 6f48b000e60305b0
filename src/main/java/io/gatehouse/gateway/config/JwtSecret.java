package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * What the tokens of a consumer are signed with.
 *
 * @param key names this secret in a token, usually as its issuer
 * @param secret for algorithms where both sides have the same one
 * @param rsaPublicKey for all others, in PEM
 */
public record JwtSecret(
        UUID id,
        Ref consumer,
        String key,
        String secret,
        String algorithm,
        String rsaPublicKey,
        List<String> tags,
        Long createdAt)
        implements ConfigRules {

    public static final String USUAL_ALGORITHM = "HS256";

    private static final List<String> ALGORITHMS = List.of(
            "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512",
            "EdDSA");

    public JwtSecret {
        algorithm = algorithm == null ? USUAL_ALGORITHM : algorithm;
    }

    public static boolean isShared(String algorithm) {
        return algorithm.startsWith("HS");
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("consumer", consumer);
        rules.required("key", key);
        rules.shortEnough("key", key);
        rules.noControls("key", key);
        rules.oneOf("algorithm", algorithm, ALGORITHMS);
        if (isShared(algorithm)) {
            rules.required("secret", secret);
        } else if (ALGORITHMS.contains(algorithm)) {
            checkPublicKey(broken);
        }
        rules.tags(tags);
    }

    private void checkPublicKey(BiConsumer<String, String> broken) {
        if (rsaPublicKey == null) {
            broken.accept("rsa_public_key", "required field missing");
            return;
        }
        try {
            PublicKeys.read(rsaPublicKey, algorithm);
        } catch (IllegalArgumentException unfit) {
            broken.accept("rsa_public_key", unfit.getMessage());
        }
    }

    /** A secret must never get into a log by accident. */
    @Override
    public String toString() {
        return "JwtSecret[" + id + "]";
    }
}
