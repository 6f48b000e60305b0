package io.gatehouse.console;

import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.web.Form;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows what is wrong with a configuration at the fields where it was typed. */
final class Problems {
    private Problems() {}

    /**
     * @param fields names in the form; a problem with a part of one (its third line, a member) stands at the field itself
     */
    static Form shown(Form form, InvalidConfig invalid, Collection<String> fields) {
        Map<String, Set<String>> atFields = new LinkedHashMap<>();
        Set<String> elsewhere = new LinkedHashSet<>();
        for (ConfigProblem problem : invalid.problems()) {
            String field = fieldOf(problem.field(), fields);
            if (field == null) elsewhere.add(PlainWords.of(problem.message()));
            else
                atFields.computeIfAbsent(field, first -> new LinkedHashSet<>())
                        .add(place(problem.field(), field) + PlainWords.of(problem.message()));
        }
        Form refused = form;
        for (Map.Entry<String, Set<String>> told : atFields.entrySet())
            refused = refused.error(told.getKey(), String.join(" ", told.getValue()));
        return elsewhere.isEmpty() ? refused : refused.problem(String.join(" ", elsewhere));
    }

    /** All of them in a row, where there is no form. */
    static String inWords(InvalidConfig invalid) {
        return invalid.problems().stream()
                .map(problem -> PlainWords.of(problem.message()))
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
}
