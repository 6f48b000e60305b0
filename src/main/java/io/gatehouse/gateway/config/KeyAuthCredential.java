package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * A key of a consumer, as a document holds it.
 *
 * @param key the key itself, null where only its digest is kept
 * @param digest what is kept of the key, 64 hex digits; null until the key was digested
 * @param hint how the key begins and ends, for people to recognise it by
 * @param ttl seconds from {@code createdAt} on, null for ever
 */
public record KeyAuthCredential(
        UUID id, Ref consumer, String key, String digest, String hint, Long ttl, List<String> tags, Long createdAt)
        implements ConfigRules {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("consumer", consumer);
        if (key != null && key.isBlank()) {
            broken.accept("key", "length must be at least 1");
        }
        if (digest != null && !DIGEST.matcher(digest).matches()) {
            broken.accept("digest", "expected 64 hex digits in lower case");
        }
        if (ttl != null && ttl <= 0) {
            broken.accept("ttl", "value must be greater than 0");
        }
        rules.tags(tags);
    }

    /** A key must never get into a log by accident. */
    @Override
    public String toString() {
        return "KeyAuthCredential[" + id + "]";
    }
}
