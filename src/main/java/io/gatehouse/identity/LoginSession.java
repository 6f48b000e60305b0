package io.gatehouse.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A signed-in browser. Kept on the server so that it can be listed and ended; the cookie's value is kept as a digest only. */
@Entity
public class LoginSession extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    /** SHA-256 of the cookie's value. */
    public byte[] tokenDigest;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public AccountKind accountKind;

    public UUID accountId;
    public Instant createdAt;
    public Instant lastSeenAt;
    public Instant expiresAt;

    @Column(length = 64)
    public String address;

    @Column(length = 300)
    public String userAgent;
}
