package io.gatehouse.catalog.spec;

/** Ends the reading of a document: the one problem that makes going on pointless. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SpecProblem problem;

    Unreadable(SpecProblem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    Unreadable(String message, String hint) {
        this(SpecProblem.error(message, hint));
    }

    Unreadable(String message, String hint, int line, int column) {
        this(SpecProblem.error(message, hint).at(null, line, column));
    }

    SpecProblem problem() {
        return problem;
    }
}
