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
    /** Stands for the application of calls without a known one; null would be a new row each time. */
    public static final UUID NOBODY = new UUID(0, 0);

    /** Stands for the service of calls that no route matched. */
    public static final String NO_SERVICE = "";

    @Id
    public UUID id = UUID.randomUUID();

    public Instant hourStart;

    /** The consumer: an application of the portal, or one that was made through the Admin API. */
    public UUID applicationId;

    @Column(length = 120)
    public String serviceName;

    /** Wire name of an {@link Outcome}. */
    @Column(length = 20)
    public String outcome;

    public long calls;
    public long latencyMsSum;
}
