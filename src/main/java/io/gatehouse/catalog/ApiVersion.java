package io.gatehouse.catalog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.LazyGroup;
import org.hibernate.type.SqlTypes;

/** One version of an API: the spec as it was uploaded, its docs, and where it stands in its life. */
@Entity
public class ApiVersion extends PanacheEntityBase {
    /** A draft is seen by operators only; a retired version is no longer offered and its service answers no more. */
    public enum Lifecycle {
        DRAFT,
        PUBLISHED,
        DEPRECATED,
        RETIRED
    }

    public enum SourceFormat {
        JSON,
        YAML
    }

    /** The one that comes with the schema. */
    public static final UUID DEFAULT_RUNTIME_GROUP = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @Id
    public UUID id = UUID.randomUUID();

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public Api api;

    /** Name in URLs, such as {@code v1} or {@code 2024-10}. */
    @Column(length = 60)
    public String label;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public Lifecycle lifecycle = Lifecycle.DRAFT;

    /** The original bytes: stored, served and compared as they came. Megabytes, so that they are read only when asked for. */
    @Basic(fetch = FetchType.LAZY)
    @LazyGroup("source")
    public byte[] source;

    @Enumerated(EnumType.STRING)
    @Column(length = 10)
    public SourceFormat sourceFormat;

    /** SHA-256 of the source, hex. */
    @Column(length = 64)
    public String sourceHash;

    /** What lists need of the spec, as JSON, so that they never parse it. */
    @Basic(fetch = FetchType.LAZY)
    @LazyGroup("summary")
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String specSummary = "{}";

    /** Markdown. */
    @Basic(fetch = FetchType.LAZY)
    @LazyGroup("docs")
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String docs = "";

    /** The runtime group that it is implemented in; the one that comes with the schema unless somebody says otherwise. */
    public UUID runtimeGroupId = DEFAULT_RUNTIME_GROUP;

    /** The gateway service of that group that serves this version; null as long as none does. */
    @Column(length = 120)
    public String serviceName;

    /** Where the gateway serves this version, such as {@code /davinci}; shown in samples, null as long as nothing serves it. */
    @Column(length = 400)
    public String basePath;

    public Instant createdAt;
    public Instant updatedAt;
    public Instant publishedAt;
    public Instant deprecatedAt;

    /** The day from which a deprecated version may go. */
    public LocalDate sunsetOn;

    public Instant retiredAt;

    public boolean isDeprecated() {
        return lifecycle == Lifecycle.DEPRECATED;
    }

    /** Whether applications may register for it. */
    public boolean isOffered() {
        return lifecycle == Lifecycle.PUBLISHED || lifecycle == Lifecycle.DEPRECATED;
    }
}
