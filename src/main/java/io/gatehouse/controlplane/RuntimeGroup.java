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
    @Id
    public UUID id = UUID.randomUUID();

    @Column(length = 60)
    public String name;

    public Instant createdAt;
}
