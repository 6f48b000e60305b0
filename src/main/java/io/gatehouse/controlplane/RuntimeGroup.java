package io.gatehouse.controlplane;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** One isolated gateway configuration: an environment or a region. */
@Entity
public class RuntimeGroup extends PanacheEntityBase {
    /** The only one so far; it comes with the schema. */
    public static final UUID DEFAULT = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @Id
    public UUID id = UUID.randomUUID();

    @Column(length = 60)
    public String name;

    public Instant createdAt;
}
