package io.gatehouse.identity;

import io.gatehouse.rights.Rights;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A link that was mailed or printed: works once, for one purpose, for a while. */
@Entity
public class OneTimeToken extends PanacheEntityBase {
    public enum Purpose {
        VERIFY_EMAIL(Duration.ofHours(24)),
        RESET_PASSWORD(Duration.ofMinutes(30)),
        RESET_OPERATOR(Duration.ofHours(24)),
        FIRST_OPERATOR(Duration.ofHours(24)),
        INVITE_OPERATOR(Duration.ofDays(7));

        final Duration goodFor;

        Purpose(Duration goodFor) {
            this.goodFor = goodFor;
        }
    }

    @Id
    public UUID id = UUID.randomUUID();

    /** SHA-256 of the token. */
    public byte[] digest;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public Purpose purpose;

    /** Null for the first operator, who has no account yet. */
    public UUID accountId;

    /** Whom an invitation is for; null for a link of an account that there is. */
    @Column(length = 254)
    public String email;

    /** What whoever is invited will be allowed; null for other links. */
    @Column(length = 2000)
    public Rights rights;

    public Instant createdAt;
    public Instant expiresAt;
    public Instant usedAt;
}
