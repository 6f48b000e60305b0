package io.gatehouse.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The hash of the newest entry; its one row is what writers queue for. */
@Entity
public class AuditEnd {
    static final int ONLY = 1;

    @Id
    public int id;

    @Column(length = 64)
    public String hash;
}
