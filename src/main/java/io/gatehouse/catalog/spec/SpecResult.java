package io.gatehouse.catalog.spec;

import java.util.List;

/** What became of the bytes that somebody gave us as a spec: something to publish, or the reasons why not. */
public sealed interface SpecResult {

    /** The spec can be published; the warnings are worth showing to whoever publishes it. */
    record Parsed(Spec spec, List<SpecProblem> warnings) implements SpecResult {}

    /** The spec cannot be published; the problems hold at least one error, and the warnings that were found on the way. */
    record Rejected(List<SpecProblem> problems) implements SpecResult {}

    /** Errors and warnings, errors first. */
    default List<SpecProblem> findings() {
        if (this instanceof Parsed parsed) {
            return parsed.warnings();
        }
        return ((Rejected) this).problems();
    }
}
