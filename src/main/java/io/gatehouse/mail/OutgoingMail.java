package io.gatehouse.mail;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A mail that was written in the same transaction as the change that it tells of, and is sent afterwards. */
@Entity
public class OutgoingMail extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    @Column(length = 254)
    public String recipient;

    @Column(length = 200)
    public String subject;

    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String textBody;

    public Instant createdAt;
    public Instant sentAt;
    public int attempts;
    public Instant nextAttemptAt;

    @Column(length = 500)
    public String lastError;
}
