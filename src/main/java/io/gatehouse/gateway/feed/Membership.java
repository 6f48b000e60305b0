package io.gatehouse.gateway.feed;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What makes a process a node of an installation.
 *
 * @param token hash of the join token that it came with, so that another one is known as such
 * @param digestKey what the installation knows keys by
 */
public record Membership(
        UUID nodeId,
        NodeWire.Group group,
        PrivateKey key,
        X509Certificate certificate,
        X509Certificate authority,
        byte[] digestKey,
        String token) {

    Membership renewed(PrivateKey nextKey, X509Certificate next, X509Certificate nextAuthority) {
        return new Membership(nodeId, group, nextKey, next, nextAuthority, digestKey, token);
    }

    /** Two thirds of a certificate's life leave the last third for a control plane that is away. */
    Instant renewAt() {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        return from.plus(Duration.between(from, until).multipliedBy(2).dividedBy(3));
    }

    @Override
    public String toString() {
        return "Membership[" + nodeId + " of " + group + "]";
    }
}
