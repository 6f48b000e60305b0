package io.gatehouse.gateway.plugin;

import java.util.List;

/**
 * How a call ended, for those who write it down. Milliseconds are since the head of the request had arrived, or as long as something
 * took.
 *
 * @param status of the answer; 499 when the client left before it
 * @param gatewayMillis until the upstream was called, or everything if it was not
 * @param upstreamMillis from the call of the upstream to the head of its answer; 0 if there was no call
 * @param upstreamStatus 0 when the upstream did not answer
 * @param requestBytes of the request's body, as far as it was read
 * @param responseBytes of the answer's body, as far as it was sent
 * @param refusal why the gateway answered by itself, such as {@code rate-limiting}; null when it did not
 * @param tries the addresses that were called, in order; the last one is the one that answered, if any did
 */
public record Ending(
        int status,
        long endedAtMillis,
        long totalMillis,
        long gatewayMillis,
        long upstreamMillis,
        int upstreamStatus,
        long requestBytes,
        long responseBytes,
        String refusal,
        List<Try> tries) {

    public boolean wentUpstream() {
        return !tries.isEmpty();
    }

    /** One attempt to call an upstream. */
    public record Try(String host, int port) {}
}
