package io.gatehouse.application;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.UUID;

/** A key of an application: the credential, in the gateway's words. The secret itself is shown once and not kept. */
@Entity
public class ApiKey extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public Application application;

    @Column(length = 80)
    public String name;

    /** HMAC-SHA-256 of the secret, 32 bytes. */
    public byte[] digest;

    /** The first characters of the secret, for people to recognise it by. */
    @Column(length = 20)
    public String prefix;

    @Column(length = 4)
    public String lastFour;

    public Instant createdAt;
    public Instant expiresAt;
    public Instant revokedAt;
    public Instant lastUsedAt;

    /** What people see of a key after it was minted. */
    public String shown() {
        return prefix + "…" + lastFour;
    }

    public boolean isRevoked() {
        return revokedAt != null;
    }

    public boolean isExpired() {
        return expiresAt != null && expiresAt.isBefore(Instant.now());
    }

    public boolean isLive() {
        return !isRevoked() && !isExpired();
    }
}
