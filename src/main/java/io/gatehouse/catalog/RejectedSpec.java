package io.gatehouse.catalog;

import io.gatehouse.catalog.spec.SpecProblem;
import io.gatehouse.web.Refused;
import java.util.List;

/** The spec cannot be published; carries everything that was found, errors first, so that the form shows it beside the file. */
public class RejectedSpec extends Refused {
    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    RejectedSpec(List<SpecProblem> problems) {
        super("source", sentence(problems));
        this.problems = problems;
    }

    public List<SpecProblem> problems() {
        return problems;
    }

    private static String sentence(List<SpecProblem> problems) {
        SpecProblem first = problems.get(0);
        long errors = problems.stream().filter(SpecProblem::isError).count();
        String place = first.place().isEmpty() ? "" : " (" + first.place() + ")";
        String more = errors > 1 ? " And %d more errors.".formatted(errors - 1) : "";
        return first.message() + place + more;
    }
}
