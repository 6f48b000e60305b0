package io.gatehouse.application;

import io.gatehouse.catalog.ApiVersion;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** An application's access to an API version, on a plan. */
@Entity
public class Registration extends PanacheEntityBase {
    public enum State {
        REQUESTED,
        APPROVED,
        DECLINED,
        SUSPENDED
    }

    @Id
    public UUID id = UUID.randomUUID();

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public Application application;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public ApiVersion apiVersion;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    public Plan plan;

    /** The plan that the owner has asked for and an operator has to approve; the present one goes on until then. */
    @ManyToOne(fetch = FetchType.LAZY)
    public Plan wantedPlan;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public State state = State.REQUESTED;

    /** Why it was declined or suspended, in words for the developer. */
    @Column(length = 500)
    public String reason;

    public Instant requestedAt;
    public Instant decidedAt;

    @Column(length = 254)
    public String decidedBy;

    /** The owner asks for this plan: its rule decides at once, or an operator later. */
    void ask(Plan asked) {
        boolean atOnce = asked.approval == Plan.Approval.AUTO;
        plan = asked;
        wantedPlan = null;
        state = atOnce ? State.APPROVED : State.REQUESTED;
        reason = null;
        requestedAt = Instant.now();
        decidedAt = atOnce ? requestedAt : null;
        decidedBy = atOnce ? "the plan’s rule" : null;
    }

    void decide(State decision, String why, String by) {
        state = decision;
        wantedPlan = null;
        reason = why;
        decidedAt = Instant.now();
        decidedBy = by;
    }

    /** What it opens, such as {@code Weather v1}. */
    String subject() {
        return apiVersion.api.name + " " + apiVersion.label;
    }

    /** How it was decided; a plan that was declined leaves the registration approved, with the reason. */
    String verdict() {
        boolean planDeclined = state == State.APPROVED && reason != null;
        return planDeclined ? "decided" : state.name().toLowerCase(Locale.ROOT);
    }

    /** Whether an operator has to decide something about it. */
    public boolean isWaiting() {
        return state == State.REQUESTED || wantedPlan != null;
    }
}
