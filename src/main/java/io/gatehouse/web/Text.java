package io.gatehouse.web;

/** Checks the short texts that people type. */
public final class Text {
    private Text() {}

    public static String required(String field, String what, String typed, int most) {
        String clean = optional(field, typed, most);
        if (clean.isEmpty()) throw new Refused(field, "Give it " + what + ".");
        return clean;
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
