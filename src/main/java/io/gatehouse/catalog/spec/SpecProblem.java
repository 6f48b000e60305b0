package io.gatehouse.catalog.spec;

/**
 * Something wrong in a spec, said so that its author finds the place: an error stops publishing, a warning does not, and one that
 * developers will stumble over has to be confirmed.
 *
 * @param pointer JSON pointer of the place, such as {@code #/paths/~1pets/get}; null when the file could not be read that far
 * @param line    line in the original file, from 1; null when unknown
 * @param column  column in the original file, from 1; null when unknown
 * @param hint    what to do about it; null when the message says it all
 */
public record SpecProblem(
        Severity severity, String message, String pointer, Integer line, Integer column, String hint) {

    public enum Severity {
        ERROR,
        SERIOUS,
        WARNING
    }

    public static SpecProblem error(String message, String hint) {
        return new SpecProblem(Severity.ERROR, message, null, null, null, hint);
    }

    public static SpecProblem warning(String message, String hint) {
        return new SpecProblem(Severity.WARNING, message, null, null, null, hint);
    }

    /** A warning that somebody has to have seen before the spec is published. */
    public static SpecProblem serious(String message, String hint) {
        return new SpecProblem(Severity.SERIOUS, message, null, null, null, hint);
    }

    public SpecProblem at(String pointer, int line, int column) {
        return new SpecProblem(
                severity,
                message,
                pointer,
                line > 0 ? (Integer) line : null,
                column > 0 ? (Integer) column : null,
                hint);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    public boolean isSerious() {
        return severity == Severity.SERIOUS;
    }

    /** The place for people: {@code line 12, column 3}, or empty. */
    public String place() {
        if (line == null) {
            return "";
        }
        return column == null ? "line " + line : "line " + line + ", column " + column;
    }
}
