package io.gatehouse.cluster;

import io.gatehouse.controlplane.RuntimeGroup;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.UUID;

/** Lets one node in, once, for a while, into one runtime group. */
@Entity
public class JoinToken extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    /** SHA-256 of the token. */
    public byte[] digest;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "runtime_group_id")
    public RuntimeGroup runtimeGroup;

    public Instant createdAt;
    public Instant expiresAt;
    public Instant usedAt;
}
