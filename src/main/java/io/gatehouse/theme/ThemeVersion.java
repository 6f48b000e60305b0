package io.gatehouse.theme;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** One published look: a theme from the themes folder and what the operator changed of it. Never edited, only followed by another. */
@Entity
public class ThemeVersion extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    /** What a portal is called before anybody names it. */
    public static final String FIRST_NAME = "Gatehouse";

    /** Counts up from 1. */
    public int revision;

    /** Name of the folder under {@code themes/}. */
    @Column(length = 60)
    public String preset;

    /** JSON: token name to value, only what differs from the preset. */
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String tokens = "{}";

    public byte[] logo;

    @Column(length = 40)
    public String logoType;

    /** What the portal is called while this look is in force. */
    @Column(length = 80)
    public String portalName;

    @Column(length = 200)
    public String note = "";

    /** Why colours that are hard to read together were published all the same; empty when there are none. */
    @Column(length = 400)
    public String reason = "";

    public Instant createdAt;

    @Column(length = 254)
    public String createdBy;
}
