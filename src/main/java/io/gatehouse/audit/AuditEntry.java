package io.gatehouse.audit;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** Who changed what, when and from where. Entries are only ever added, and each holds the hash of the one before it. */
@Entity
public class AuditEntry extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public Instant happenedAt;

    /** {@code visitor}, {@code developer}, {@code operator}, {@code admin-api}, {@code node} or {@code system}. */
    @Column(length = 20)
    public String actorKind;

    public UUID actorId;

    @Column(length = 254)
    public String actorName;

    @Column(length = 64)
    public String address;

    /** What was done, such as {@code key.revoked}. */
    @Column(length = 60)
    public String action;

    @Column(length = 60)
    public String targetKind;

    @Column(length = 80)
    public String targetId;

    @Column(length = 254)
    public String targetName;

    /** JSON with what was before and after; never a secret. */
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String detail = "{}";

    /** The runtime group that it was done in; null for what belongs to none. */
    public UUID runtimeGroupId;

    @Column(length = 64)
    public String previousHash;

    @Column(length = 64)
    public String hash;
}
