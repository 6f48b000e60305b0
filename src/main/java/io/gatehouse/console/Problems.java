package io.gatehouse.console;

import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.web.Form;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Shows what is wrong with a configuration at the fields where it was typed. */
final class Problems {
    private Problems() {}

    /**
     * @param fields names in the form; a problem with a part of one (its third line, a member) stands at the field itself
     */
    static Form shown(Form form, InvalidConfig invalid, Collection<String> fields) {
        Form refused = form;
        List<String> elsewhere = new ArrayList<>();
        for (ConfigProblem problem : invalid.problems()) {
            String field = fieldOf(problem.field(), fields);
            if (field == null) elsewhere.add(sentence(problem.message()));
            else refused = refused.error(field, place(problem.field(), field) + sentence(problem.message()));
        }
        return elsewhere.isEmpty() ? refused : refused.problem(String.join(" ", elsewhere));
    }

    /** All of them in a row, where there is no form. */
    static String inWords(InvalidConfig invalid) {
        return invalid.problems().stream()
                .map(problem -> sentence(problem.message()))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String fieldOf(String path, Collection<String> fields) {
        for (String at = path; at != null; at = parent(at)) if (fields.contains(at)) return at;
        return null;
    }

    private static String parent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? null : path.substring(0, dot);
    }

    private static String place(String path, String field) {
        if (path.equals(field)) return "";
        String rest = path.substring(field.length() + 1);
        return rest.matches("\\d+") ? "Line " + rest + ": " : rest + ": ";
    }

    static String sentence(String message) {
        if (message == null || message.isBlank()) return "This does not fit.";
        if (message.equals("expected an integer")) return "Write a whole number.";
        if (message.equals("expected a number")) return "Write a number.";
        String text = Character.toUpperCase(message.charAt(0)) + message.substring(1);
        return text.matches("(?s).*[.?!…]") ? text : text + ".";
    }
}
