package io.gatehouse.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A person with an account on the portal. The mail address is kept in lower case. */
@Entity
public class Developer extends PanacheEntityBase {
    /** Where the account stands. Only an approved developer's applications reach the gateway. */
    public enum State {
        UNVERIFIED("not confirmed"),
        PENDING("waiting for approval"),
        APPROVED("approved"),
        REJECTED("declined"),
        SUSPENDED("suspended");

        private final String words;

        State(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    @Id
    public UUID id = UUID.randomUUID();

    @Column(length = 254)
    public String email;

    @Column(length = 120)
    public String name;

    /** PHC string (Argon2id); null for an account that signs in elsewhere. */
    @Column(length = 200)
    public String passwordHash;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public State state = State.UNVERIFIED;

    @Column(length = 500)
    public String stateReason;

    public Instant createdAt;
    public Instant verifiedAt;

    public boolean isApproved() {
        return state == State.APPROVED;
    }
}
