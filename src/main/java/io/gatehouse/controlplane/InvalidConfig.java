package io.gatehouse.controlplane;

import io.gatehouse.gateway.config.ConfigProblem;
import java.util.List;

/** A change that would make the configuration wrong. Nothing of it was stored; every problem is named at once. */
public class InvalidConfig extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of wrong it is, for callers that answer each in its own way. */
    public enum Reason {
        /** A field does not say what it must. */
        INVALID,
        /** A name, or a combination that must be unique, is in use. */
        TAKEN,
        /** It points at something that is not there. */
        MISSING_REFERENCE,
        /** Something that stays points at what should go. */
        STILL_REFERENCED,
        /** Gatehouse itself keeps this entity right; it is changed elsewhere. */
        DERIVED
    }

    private final transient List<ConfigProblem> problems;
    private final Reason reason;

    public InvalidConfig(Reason reason, List<ConfigProblem> problems) {
        super(problems.isEmpty() ? reason.name() : problems.get(0).message());
        this.problems = List.copyOf(problems);
        this.reason = reason;
    }

    InvalidConfig(Reason reason, ConfigProblem problem) {
        this(reason, List.of(problem));
    }

    public Reason reason() {
        return reason;
    }

    public List<ConfigProblem> problems() {
        return problems;
    }
}
