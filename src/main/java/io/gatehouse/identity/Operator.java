package io.gatehouse.identity;

import io.gatehouse.rights.Rights;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A person who runs Gatehouse from the console. */
@Entity
public class Operator extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    @Column(length = 254)
    public String email;

    @Column(length = 120)
    public String name;

    @Column(length = 200)
    public String passwordHash;

    @Column(length = 2000)
    public Rights rights = Rights.EVERYTHING;

    public boolean disabled;
    public Instant createdAt;
}
