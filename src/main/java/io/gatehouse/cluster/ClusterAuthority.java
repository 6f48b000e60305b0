package io.gatehouse.cluster;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The one authority of the installation, shared by all its control planes. */
@Entity
public class ClusterAuthority extends PanacheEntityBase {
    static final int ONLY = 1;

    @Id
    public int id = ONLY;

    /** In PEM. */
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String certificate;

    /** In PEM, closed with the installation's sealing key. */
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String sealedKey;

    public Instant createdAt;
}
