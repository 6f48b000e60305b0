package io.gatehouse.web;

/** Checks the short texts that people type. */
public final class Text {
    private Text() {}

    public static String required(String field, String what, String typed, int most) {
        String clean = optional(field, typed, most);
        if (clean.isEmpty()) throw new Refused(field, "Give it " + what + ".");
        return clean;
    }

    /** A name or another text of one line, which may stand in a line of ours. */
    public static String line(String field, String what, String typed, int most) {
        return oneLine(field, required(field, what, typed, most));
    }

    public static String optionalLine(String field, String typed, int most) {
        return oneLine(field, optional(field, typed, most));
    }

    private static String oneLine(String field, String clean) {
        if (clean.codePoints().anyMatch(Text::leavesTheLine))
            throw new Refused(field, "Use one line, without control characters.");
        return clean;
    }

    /** Also what turns the direction of the text around it, so that a name cannot make another one look like something else. */
    private static boolean leavesTheLine(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        };
    }

    public static String optional(String field, String typed, int most) {
        String clean = typed == null ? "" : typed.strip();
        if (clean.length() > most)
            throw new Refused(field, "Use at most " + most + " characters; these are " + clean.length() + ".");
        if (clean.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t'))
            throw new Refused(field, "Leave out control characters.");
        return clean;
    }

    public static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
