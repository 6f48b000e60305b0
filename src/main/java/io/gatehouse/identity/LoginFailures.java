package io.gatehouse.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** Failed sign-ins of one account or one address; in the database, so that a restart forgets nothing. */
@Entity
public class LoginFailures extends PanacheEntityBase {
    /** Such as {@code DEVELOPER:ann@example.com} or {@code address:203.0.113.7}. */
    @Id
    @Column(length = 320)
    public String bucket;

    public int failures;
    public Instant windowStartedAt;
    public Instant blockedUntil;
}
