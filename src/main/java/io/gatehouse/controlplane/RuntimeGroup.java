package io.gatehouse.controlplane;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** One isolated gateway configuration: an environment or a region. {@link RuntimeGroups} has the rules. */
@Entity
public class RuntimeGroup extends PanacheEntityBase {
    /** The one that comes with the schema, and always stays. */
    public static final UUID DEFAULT = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @Id
    public UUID id = UUID.randomUUID();

    @Column(length = 60)
    public String name;

    /** Where its gateways run, such as {@code eu-central}; empty if nobody said. */
    @Column(length = 60)
    public String region = "";

    /** Where developers reach its gateways, such as {@code https://eu.example.com}; empty if it is where this process says. */
    @Column(length = 400)
    public String proxyUrl = "";

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "runtime_group_label", joinColumns = @JoinColumn(name = "runtime_group_id"))
    @MapKeyColumn(name = "label", length = 60)
    @Column(name = "content", length = 200, nullable = false)
    public Map<String, String> labels = new TreeMap<>();

    public Instant createdAt;

    public boolean isDefault() {
        return id.equals(DEFAULT);
    }
}
