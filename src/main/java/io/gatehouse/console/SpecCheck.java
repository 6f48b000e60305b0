package io.gatehouse.console;

import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.catalog.spec.SpecProblem;
import io.gatehouse.catalog.spec.SpecResult;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.web.Form;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look at a spec showed, for the page.
 *
 * @param summary null when the spec was rejected
 * @param serious how many of the warnings have to be confirmed; those come first
 * @param hash of the file that was looked at
 */
public record SpecCheck(SpecSummary summary, List<Finding> errors, List<Finding> warnings, long serious, String hash) {
    private static final int AROUND = 1;
    private static final int WIDEST = 110;

    /** Field in which a form says of which file somebody has seen the serious remarks. */
    static final String SEEN = "seen";

    /** Whether the remarks have to be confirmed first, and this form does not. */
    boolean asksFirst(Form form) {
        return serious > 0 && !isSeen(form);
    }

    /** Whether this form comes from the page that showed the serious remarks of this very file. */
    boolean isSeen(Form form) {
        return serious > 0 && form.value(SEEN).equals(hash);
    }

    /** The form as it comes back, to be sent once more. */
    Form asking(Form form) {
        return form.with(SEEN, hash)
                .problem(
                        "Developers will stumble over what stands first among the remarks. Mend the spec, or go on all the same.");
    }

    /** A problem with the lines around its place. */
    public record Finding(String message, String hint, String place, List<Line> excerpt) {}

    /** @param here the line that the problem names */
    public record Line(int number, String text, boolean here) {}

    static SpecCheck of(SpecResult result, byte[] source) {
        SpecSummary summary =
                result instanceof SpecResult.Parsed parsed ? SpecSummary.of(parsed.spec(), parsed.warnings()) : null;
        return of(summary, result.findings(), source);
    }

    static SpecCheck of(SpecSummary summary, List<SpecProblem> findings, byte[] source) {
        List<Finding> errors = new ArrayList<>();
        List<Finding> warnings = new ArrayList<>();
        String[] lines = findings.stream().allMatch(problem -> problem.line() == null)
                ? new String[0]
                : new String(source, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1);
        for (SpecProblem problem : findings) (problem.isError() ? errors : warnings).add(finding(problem, lines));
        return new SpecCheck(
                summary,
                errors,
                warnings,
                findings.stream().filter(SpecProblem::isSerious).count(),
                SpecParser.hash(source));
    }

    private static Finding finding(SpecProblem problem, String[] lines) {
        List<Line> excerpt = new ArrayList<>();
        if (problem.line() != null && problem.line() <= lines.length) {
            int here = problem.line();
            int column = problem.column() == null ? 1 : problem.column();
            boolean narrow = lines[here - 1].length() <= WIDEST;
            int from = narrow ? Math.max(1, here - AROUND) : here;
            int to = narrow ? Math.min(lines.length, here + AROUND) : here;
            for (int number = from; number <= to; number++)
                excerpt.add(new Line(number, cut(lines[number - 1], number == here ? column : 1), number == here));
        }
        return new Finding(
                PlainWords.of(problem.message()),
                problem.hint() == null ? "" : problem.hint(),
                problem.place().isEmpty() && problem.pointer() != null ? problem.pointer() : problem.place(),
                excerpt);
    }

    /** A long line (all of a minified file is one) is shown around the column. */
    private static String cut(String line, int column) {
        if (line.length() <= WIDEST) return line;
        int from = Math.max(0, Math.min(column - WIDEST / 2, line.length() - WIDEST));
        int to = Math.min(line.length(), from + WIDEST);
        return (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
    }
}
