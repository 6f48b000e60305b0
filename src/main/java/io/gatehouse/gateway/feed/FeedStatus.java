package io.gatehouse.gateway.feed;

import java.net.URI;
import java.time.Instant;

/**
 * How a node stands to its control planes.
 *
 * @param lastAnswer when a control plane last said something; null if none has since the start
 * @param topology how far what is served has come; null before the first
 * @param identities the same; null before the first
 * @param problem why it is not connected, or why it does not serve what it was told; null if all is well
 */
public record FeedStatus(
        URI controlPlane, boolean isConnected, Instant lastAnswer, Mark topology, Mark identities, String problem) {}
