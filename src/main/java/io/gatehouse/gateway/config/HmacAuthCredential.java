package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Username of a consumer, and the secret that it signs its requests with. */
public record HmacAuthCredential(
        UUID id, Ref consumer, String username, String secret, List<String> tags, Long createdAt)
        implements ConfigRules {

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("consumer", consumer);
        rules.required("username", username);
        rules.shortEnough("username", username);
        rules.noControls("username", username);
        rules.required("secret", secret);
        rules.tags(tags);
    }

    /** A secret must never get into a log by accident. */
    @Override
    public String toString() {
        return "HmacAuthCredential[" + id + "]";
    }
}
