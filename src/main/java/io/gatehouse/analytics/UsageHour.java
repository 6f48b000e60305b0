package io.gatehouse.analytics;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** Calls of one hour, application, service and outcome. */
@Entity
public class UsageHour extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    public Instant hourStart;

    /** Null for calls without a known application. */
    public UUID applicationId;

    @Column(length = 120)
    public String serviceName;

    /** {@code ok}, {@code client-error}, {@code unauthorized}, {@code limited} or {@code server-error}. */
    @Column(length = 20)
    public String outcome;

    public long calls;
    public long latencyMsSum;
}
