package io.gatehouse.gateway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Fields that Kong's files may carry and that this gateway cannot honour. Exports write them as null, so null is as if they were not
 * there; any other value is refused with the reason, since to drop it silently would weaken what somebody relies on.
 */
final class ForeignFields {

    private static final String ONLY_STREAMS = "is not available: only HTTP is proxied, so there are no stream routes";

    private static final Map<Class<?>, Map<String, String>> REASONS = Map.of(
            Service.class,
            Map.of("tls_sans", "is not available: a certificate must name the upstream's host"),
            Upstream.class,
            Map.of("sticky_sessions_cookie", "is not available: hash_on 'cookie' brings clients back to their target"),
            Route.class,
            Map.of("sources", ONLY_STREAMS, "destinations", ONLY_STREAMS));

    private ForeignFields() {}

    /** Takes them out of a document, telling those that would have meant something. */
    static void takeOut(ObjectNode json, Class<?> type, BiConsumer<String, String> problems) {
        REASONS.getOrDefault(type, Map.of()).forEach((field, reason) -> {
            var value = json.remove(field);
            boolean means = value != null && !value.isNull() && !(value.isArray() && value.isEmpty());
            if (means) {
                problems.accept(field, reason);
            }
        });
    }
}
