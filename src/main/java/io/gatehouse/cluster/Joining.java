package io.gatehouse.cluster;

import io.gatehouse.audit.Actor;
import io.gatehouse.audit.Audit;
import io.gatehouse.gateway.feed.NodeWire;
import io.gatehouse.settings.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets nodes in that hold a token, and gives nodes that are in their next certificate. */
@ApplicationScoped
@Transactional
class Joining {
    private final Authority authority;
    private final JoinTokens tokens;
    private final Secrets secrets;
    private final Audit audit;
    private final Versions versions;

    Joining(
            Authority authority,
            JoinTokens tokens,
            Secrets secrets,
            Audit audit,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.authority = authority;
        this.tokens = tokens;
        this.secrets = secrets;
        this.audit = audit;
        this.versions = new Versions(version);
    }

    /** A node that cannot be let in has not used its token up. */
    NodeWire.Joined join(NodeWire.Join asked, String from) {
        JoinToken token =
                tokens.find(asked.token() == null ? "" : asked.token()).orElseThrow(Joining::refused);
        String version = Told.line(asked.version(), Told.LONGEST_VERSION);
        versions.problem(version).ifPresent(problem -> {
            throw new NodeProblem(409, problem);
        });
        PublicKey key = SigningRequest.keyOf(asked.csr());
        audit.queue();
        if (!tokens.use(token)) throw refused();
        Instant now = Instant.now();
        JoinedNode node = new JoinedNode();
        X509Certificate certificate = authority.issuer().node(node.id, key, now);
        String hostname = Told.line(asked.hostname(), Told.LONGEST_NAME);
        node.hostname = hostname == null || hostname.isEmpty() ? from : hostname;
        node.version = version;
        node.runtimeGroup = token.runtimeGroup;
        node.fingerprint = Sha256.fingerprint(certificate);
        node.certifiedUntil = certificate.getNotAfter().toInstant();
        node.joinedAt = now;
        node.lastSeenAt = now;
        node.persistAndFlush();
        audit.record(
                new Actor("node", node.id, node.hostname, from),
                "node.joined",
                "node",
                node.id,
                node.hostname,
                Map.of("runtime_group", node.runtimeGroup.name));
        return new NodeWire.Joined(
                node.id,
                new NodeWire.Group(node.runtimeGroup.id, node.runtimeGroup.name),
                Issuer.pem(certificate),
                authority.certificate(),
                HexFormat.of().formatHex(secrets.pepper()));
    }

    /** The certificate that the node calls with works until it first calls with the new one. */
    NodeWire.Renewed renew(Member member, NodeWire.Renew asked) {
        PublicKey key = SigningRequest.keyOf(asked.csr());
        X509Certificate certificate = authority.issuer().node(member.id(), key, Instant.now());
        JoinedNode.update(
                "nextFingerprint = ?1, certifiedUntil = ?2 where id = ?3",
                Sha256.fingerprint(certificate),
                certificate.getNotAfter().toInstant(),
                member.id());
        return new NodeWire.Renewed(Issuer.pem(certificate), authority.certificate());
    }

    private static NodeProblem refused() {
        return new NodeProblem(
                401,
                "The join token is wrong, was used already, or is older than an hour. Make a new one in the console.");
    }
}
