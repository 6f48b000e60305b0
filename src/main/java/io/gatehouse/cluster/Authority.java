package io.gatehouse.cluster;

import io.gatehouse.gateway.config.Pem;
import io.gatehouse.settings.Seal;
import io.gatehouse.settings.Secrets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;

/**
 * Who certifies nodes and control planes: made when it is first needed, kept in the database with its key sealed, so that all control
 * planes of the installation are the same one.
 */
@Singleton
class Authority {
    private static final String PLACE = "cluster_authority";

    private final Secrets secrets;
    private final EntityManager entities;
    private Issuer issuer;

    Authority(Secrets secrets, EntityManager entities) {
        this.secrets = secrets;
        this.entities = entities;
    }

    synchronized Issuer issuer() {
        if (issuer == null) issuer = opened(QuarkusTransaction.requiringNew().call(this::stored));
        return issuer;
    }

    /** In PEM. */
    String certificate() {
        return Issuer.pem(issuer().authority());
    }

    /** What a join token ends with, so that the node knows whom to trust before it has seen a certificate. */
    String fingerprint() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(issuer().authority()));
    }

    /** Of two control planes that make it at the same time, the one that comes second takes that of the first. */
    private ClusterAuthority stored() {
        ClusterAuthority before = ClusterAuthority.findById(ClusterAuthority.ONLY);
        if (before != null) return before;
        KeyPair keys = Issuer.freshKey();
        Instant now = Instant.now();
        entities.createQuery("insert into ClusterAuthority (id, certificate, sealedKey, createdAt)"
                        + " values (:id, :certificate, :key, :now) on conflict do nothing")
                .setParameter("id", ClusterAuthority.ONLY)
                .setParameter("certificate", Issuer.pem(Issuer.authority(keys, now)))
                .setParameter("key", secrets.seal().close(PLACE, Issuer.pem(keys.getPrivate())))
                .setParameter("now", now)
                .executeUpdate();
        return ClusterAuthority.findById(ClusterAuthority.ONLY);
    }

    /** @throws Seal.Unopened when the sealing key is another one */
    private Issuer opened(ClusterAuthority stored) {
        return new Issuer(
                Pem.certificates(stored.certificate).get(0),
                Pem.privateKey(secrets.seal().open(PLACE, stored.sealedKey)));
    }
}
