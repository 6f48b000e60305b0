package io.gatehouse.analytics;

import java.time.Instant;
import java.util.UUID;

/**
 * One call, as people see it in a list.
 *
 * @param credentialId the key that it carried; null without a known one
 * @param serviceName empty when no route matched
 * @param refusal the plugin that refused it; null when nobody did
 */
public record Call(
        Instant endedAt,
        String requestId,
        UUID credentialId,
        String serviceName,
        String method,
        String path,
        int status,
        long totalMillis,
        Outcome outcome,
        String refusal) {}
