package io.gatehouse.console;

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
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What a form that was refused cannot carry back in its page: a file that was chosen, a secret that is not shown again. */
@Entity
public class KeptInput extends PanacheEntityBase {
    @Id
    public UUID id = UUID.randomUUID();

    /** Nobody else gets it back. */
    public UUID operatorId;

    @Column(length = 200)
    public String fileName;

    public byte[] content;

    /** By the name of the field; sealed. */
    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "kept_secret", joinColumns = @JoinColumn(name = "kept_input_id"))
    @MapKeyColumn(name = "field", length = 120)
    @Column(name = "secret_value")
    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    public Map<String, String> secrets = new HashMap<>();

    public Instant expiresAt;
}
