package io.gatehouse.controlplane;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** One gateway object (service, route, plugin, ...) of a runtime group, stored as the document that a declarative file would hold. */
@Entity
public class ConfigEntity extends PanacheEntityBase {
    @Id
    public UUID rowId = UUID.randomUUID();

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public RuntimeGroup runtimeGroup;

    /** Wire name of the kind, such as {@code services}. */
    @Column(length = 40)
    public String kind;

    public UUID id;

    /** What the entity is addressed by beside its id (a name, a username); null if it has none. */
    @Column(length = 400)
    public String uniqueName;

    /** What else no other entity of the kind may have, such as a consumer's {@code custom_id}; null if there is none. */
    @Column(length = 400)
    public String secondName;

    /** Ids of the entities that it points at, by the field that does. */
    @ElementCollection
    @CollectionTable(name = "config_reference", joinColumns = @JoinColumn(name = "row_id"))
    @MapKeyColumn(name = "field", length = 40)
    @Column(name = "target_id", nullable = false)
    public Map<String, UUID> references = new HashMap<>();

    /** JSON, sealed when its kind holds secrets: {@link ConfigRows}. */
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public String body;

    public Instant createdAt;
    public Instant updatedAt;

    @Version
    public long version;
}
