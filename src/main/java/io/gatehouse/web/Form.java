package io.gatehouse.web;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a form page carries when it is shown: the values typed so far and what is wrong with them. Immutable. */
public final class Form {
    private final Map<String, List<String>> values;
    private final Map<String, String> errors;
    private final String problem;

    private Form(Map<String, List<String>> values, Map<String, String> errors, String problem) {
        this.values = values;
        this.errors = errors;
        this.problem = problem;
    }

    public static Form empty() {
        return new Form(Map.of(), Map.of(), "");
    }

    public static Form of(MultivaluedMap<String, String> typed) {
        return new Form(new LinkedHashMap<>(typed), Map.of(), "");
    }

    public Form with(String field, Object value) {
        Map<String, List<String>> more = new LinkedHashMap<>(values);
        more.put(field, List.of(value == null ? "" : value.toString()));
        return new Form(more, errors, problem);
    }

    /** A field that is sent several times, such as ticked boxes. */
    public Form with(String field, List<String> all) {
        Map<String, List<String>> more = new LinkedHashMap<>(values);
        more.put(field, List.copyOf(all));
        return new Form(more, errors, problem);
    }

    public Form refused(Refused refused) {
        Form form = refused.field()
                .map(field -> error(field, refused.getMessage()))
                .orElseGet(() -> new Form(values, errors, refused.getMessage()));
        for (Throwable also : refused.getSuppressed()) if (also instanceof Refused other) form = form.refused(other);
        return form;
    }

    public Form error(String field, String message) {
        Map<String, String> more = new LinkedHashMap<>(errors);
        more.putIfAbsent(field, message);
        return new Form(values, more, problem);
    }

    /** For a page with several forms: what is wrong with the field stands at the one with this id. */
    public Form errorAt(String field, String id) {
        if (error(field).isEmpty()) return this;
        Map<String, String> moved = new LinkedHashMap<>(errors);
        moved.put(id, moved.remove(field));
        return new Form(values, moved, problem);
    }

    /** What is wrong with the form as a whole. */
    public Form problem(String message) {
        return new Form(values, errors, message);
    }

    /** Whether a field holds a password, which no page repeats. */
    static boolean isSecret(String field) {
        return field.contains("password") || field.equals("current");
    }

    /** The value typed, or nothing. */
    public String value(String field) {
        List<String> all = values(field);
        return all.isEmpty() ? "" : all.get(0);
    }

    /** The id typed or chosen; empty when there is none, or none that could be one. */
    public Optional<UUID> id(String field) {
        try {
            return Optional.of(UUID.fromString(value(field)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public List<String> values(String field) {
        return values.getOrDefault(field, List.of());
    }

    public boolean has(String field, String value) {
        return values(field).contains(value);
    }

    /** What is wrong with the field, or nothing. */
    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    public Map<String, String> errors() {
        return errors;
    }

    /** What is wrong with the form as a whole, or nothing. */
    public String problem() {
        return problem;
    }

    public boolean isRefused() {
        return !errors.isEmpty() || !problem.isEmpty();
    }
}
