package io.gatehouse.application;

import io.gatehouse.identity.Developer;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.UUID;

/** A developer's application: the consumer, in the gateway's words. */
@Entity
public class Application extends PanacheEntityBase {
    public enum State {
        ACTIVE,
        SUSPENDED,
        DELETED
    }

    @Id
    public UUID id = UUID.randomUUID();

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public Developer owner;

    @Column(length = 80)
    public String name;

    @Column(length = 400)
    public String description = "";

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public State state = State.ACTIVE;

    public Instant createdAt;

    public boolean isSuspended() {
        return state == State.SUSPENDED;
    }
}
