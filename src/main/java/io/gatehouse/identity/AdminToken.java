package io.gatehouse.identity;

import io.gatehouse.rights.Rights;
import io.gatehouse.rights.Role;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** Opens the Admin API to a program, with the rights that an operator gave it. */
@Entity
public class AdminToken extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    @Column(length = 80)
    public String name;

    /** SHA-256 of the token. */
    public byte[] digest;

    /** Its first characters, for people to recognise it by. */
    @Column(length = 20)
    public String hint;

    @Column(length = 2000)
    public Rights rights;

    /** Name of the operator who made it. */
    @Column(length = 120)
    public String createdBy;

    public Instant createdAt;

    /** Null for one that goes on until it is revoked. */
    public Instant expiresAt;

    public Instant lastUsedAt;
    public Instant revokedAt;

    public boolean isReadOnly() {
        return rights.role() == Role.AUDITOR;
    }

    public boolean isOver() {
        return revokedAt != null || isExpired();
    }

    public boolean isExpired() {
        return expiresAt != null && !expiresAt.isAfter(Instant.now());
    }
}
