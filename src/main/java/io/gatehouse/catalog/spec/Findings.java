package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.SpecProblem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a document. Of each rule only the first few places are kept: nobody reads the thousandth. */
final class Findings {
    private static final int MOST_PER_RULE = 20;

    private final List<SpecProblem> problems = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    void error(String rule, Node place, String pointer, String message, String hint) {
        add(rule, SpecProblem.error(message, hint).at(pointer, place.line(), place.column()));
    }

    void warning(String rule, Node place, String pointer, String message, String hint) {
        add(rule, SpecProblem.warning(message, hint).at(pointer, place.line(), place.column()));
    }

    void serious(String rule, Node place, String pointer, String message, String hint) {
        add(rule, SpecProblem.serious(message, hint).at(pointer, place.line(), place.column()));
    }

    void add(String rule, SpecProblem problem) {
        if (counts.merge(rule, 1, Integer::sum) <= MOST_PER_RULE) {
            problems.add(problem);
        }
    }

    boolean hasErrors() {
        return problems.stream().anyMatch(SpecProblem::isError);
    }

    /** Errors first, then in the order of the file. */
    List<SpecProblem> inOrder() {
        List<SpecProblem> all = new ArrayList<>(problems);
        all.sort(Comparator.comparing(SpecProblem::severity)
                .thenComparing(SpecProblem::line, Comparator.nullsLast(Comparator.naturalOrder())));
        counts.forEach((rule, count) -> {
            if (count > MOST_PER_RULE) {
                all.add(new SpecProblem(
                        Severity.WARNING,
                        "And %,d more of this kind: %s.".formatted(count - MOST_PER_RULE, rule),
                        null,
                        null,
                        null,
                        null));
            }
        });
        return List.copyOf(all);
    }
}
