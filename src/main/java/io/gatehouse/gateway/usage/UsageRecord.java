package io.gatehouse.gateway.usage;

import java.util.UUID;

/**
 * One call, as it was when it ended.
 *
 * @param endedAt epoch milliseconds
 * @param consumerId null for a call without a known caller; the others are null likewise
 * @param status of the answer; 499 when the client left before it
 * @param totalMillis from the head of the request to the end of the answer
 * @param refusal why the gateway answered by itself, such as {@code rate-limiting}; null when it did not
 */
public record UsageRecord(
        long endedAt,
        String requestId,
        UUID consumerId,
        UUID credentialId,
        UUID serviceId,
        UUID routeId,
        String method,
        String path,
        int status,
        long totalMillis,
        long upstreamMillis,
        String refusal) {}
