package io.gatehouse.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which node a certificate belongs to. That the authority has signed it is not enough: the node must not have been removed, and it must
 * be the certificate that it has now, or the next one. With the first use of the next one the one before is worth nothing.
 */
@ApplicationScoped
class Members {
    private static final Pattern ID = Pattern.compile("CN=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    private final EntityManager entities;

    Members(EntityManager entities) {
        this.entities = entities;
    }

    /** @param certificate whose signature has been checked */
    @Transactional
    Optional<Member> of(X509Certificate certificate, Instant now) {
        UUID id = claimed(certificate, now);
        if (id == null) return Optional.empty();
        List<Object[]> rows = entities.createQuery(
                        "select n.runtimeGroup.id, n.hostname, n.version, n.fingerprint, n.nextFingerprint"
                                + " from JoinedNode n where n.id = :id and n.revokedAt is null",
                        Object[].class)
                .setParameter("id", id)
                .getResultList();
        if (rows.isEmpty()) return Optional.empty();
        Object[] row = rows.get(0);
        String fingerprint = Sha256.fingerprint(certificate);
        boolean isKnown = fingerprint.equals(row[3]) || fingerprint.equals(row[4]) && isFirstUse(id, fingerprint);
        return isKnown
                ? Optional.of(new Member(id, (UUID) row[0], (String) row[1], (String) row[2]))
                : Optional.empty();
    }

    /** A connection may outlive the certificate that it began with. Null when it cannot be a node's. */
    private static UUID claimed(X509Certificate certificate, Instant now) {
        try {
            certificate.checkValidity(Date.from(now));
            List<String> purposes = certificate.getExtendedKeyUsage();
            Matcher id = ID.matcher(certificate.getSubjectX500Principal().getName());
            boolean isNode = purposes != null && purposes.contains(CLIENT) && id.matches();
            return isNode ? UUID.fromString(id.group(1)) : null;
        } catch (CertificateException unfit) {
            return null;
        }
    }

    /** True also for a second call that came at the same time. */
    private boolean isFirstUse(UUID id, String fingerprint) {
        entities.createQuery("update JoinedNode n set n.fingerprint = :one, n.nextFingerprint = null"
                        + " where n.id = :id and n.nextFingerprint = :one")
                .setParameter("one", fingerprint)
                .setParameter("id", id)
                .executeUpdate();
        return true;
    }
}
