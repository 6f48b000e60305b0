package io.gatehouse.theme;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** The look that an operator is working on. Each operator has one at most, so that two never spoil each other's. */
@Entity
public class ThemeDraft extends PanacheEntityBase {
    @Id
    public UUID operatorId;

    @Column(length = 60)
    public String preset;

    /** JSON: token name to value, only what differs from the preset. */
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String tokens = "{}";

    public byte[] logo;

    @Column(length = 40)
    public String logoType;

    @Column(length = 80)
    public String portalName;

    public Instant updatedAt;
}
