package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Username and password of a consumer, as a document holds them.
 *
 * @param password the password itself, null where only its digest is kept
 * @param digest what is kept of the password, with how it was made and its salt: {@code hmac-sha256:<salt>:<hex>}, or {@code
 *     sha1:<salt>:<hex>} where a file of Kong's brought the password as a digest already
 */
public record BasicAuthCredential(
        UUID id, Ref consumer, String username, String password, String digest, List<String> tags, Long createdAt)
        implements ConfigRules {

    private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    public static final Pattern DIGEST =
            Pattern.compile("hmac-sha256:" + UUID_FORM + ":[0-9a-f]{64}|sha1:" + UUID_FORM + ":[0-9a-f]{40}");

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("consumer", consumer);
        rules.required("username", username);
        rules.shortEnough("username", username);
        rules.noControls("username", username);
        if (digest == null) {
            rules.required("password", password);
        } else if (!DIGEST.matcher(digest).matches()) {
            broken.accept("digest", "expected hmac-sha256:<salt>:<64 hex digits>, or a SHA-1 of Kong's");
        }
        rules.tags(tags);
    }

    /** A password must never get into a log by accident. */
    @Override
    public String toString() {
        return "BasicAuthCredential[" + id + "]";
    }
}
