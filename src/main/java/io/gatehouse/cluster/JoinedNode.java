package io.gatehouse.cluster;

import io.gatehouse.controlplane.RuntimeGroup;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A node that has joined, and what it last said of itself. */
@Entity
@Table(name = "gateway_node")
public class JoinedNode extends PanacheEntityBase {
    static final int LONGEST_HASH = 80;

    @Id
    public UUID id = UUID.randomUUID();

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "runtime_group_id")
    public RuntimeGroup runtimeGroup;

    @Column(length = Told.LONGEST_NAME)
    public String hostname;

    /** Where its gateway listens; null before it has told. */
    @Column(length = Told.LONGEST_NAME)
    public String address;

    @Column(length = Told.LONGEST_VERSION)
    public String version;

    /** SHA-256 of its certificate, in hex. */
    @Column(length = 64)
    public String fingerprint;

    /** Of the certificate that was issued after that one, as long as it has not been used. */
    @Column(length = 64)
    public String nextFingerprint;

    /** When the newest of its certificates ends. */
    public Instant certifiedUntil;

    public Instant joinedAt;
    public Instant revokedAt;
    public Instant lastSeenAt;

    /** Null before its first configuration, like the four after it. */
    public UUID runningHistory;

    public Long runningTopology;
    public Long runningIdentities;
    public Instant runningSince;

    @Column(length = LONGEST_HASH)
    public String configHash;

    /** Why it does not serve the newest; null if nothing is wrong. */
    @Column(length = Told.LONGEST_PROBLEM)
    public String problem;

    /** JSON. */
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String labels = "{}";

    /** Number of the last batch of usage that was taken. */
    public long usageBatch;
}
