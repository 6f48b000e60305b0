package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.web.Form;
import java.util.Arrays;
import java.util.List;

/**
 * Carries what was typed into a document of the gateway's configuration. Fields have the document's own names, so that its problems
 * find back to them. An empty field takes the member away: its default applies.
 */
final class Typed {
    private final Form form;
    private final ObjectNode document;

    Typed(Form form, ObjectNode document) {
        this.form = form;
        this.document = document;
    }

    void text(String field) {
        String text = form.value(field).strip();
        if (text.isEmpty()) document.remove(field);
        else document.put(field, text);
    }

    /** What is no number goes on as it is: the gateway names it beside its other problems. */
    void number(String field) {
        String text = form.value(field).strip();
        if (text.isEmpty()) document.remove(field);
        else if (text.matches("-?\\d{1,9}")) document.put(field, Integer.parseInt(text));
        else document.put(field, text);
    }

    /** A box that is not ticked sends nothing. */
    void toggle(String field) {
        document.put(field, form.has(field, "true"));
    }

    /** Ticked boxes of one name. */
    void choices(String field) {
        ArrayNode chosen = document.arrayNode();
        form.values(field).forEach(chosen::add);
        if (chosen.isEmpty()) document.remove(field);
        else document.set(field, chosen);
    }

    /** Words divided by commas or line ends. */
    void list(String field) {
        ArrayNode items = document.arrayNode();
        Arrays.stream(form.value(field).split("[,\\r\\n]+"))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(items::add);
        if (items.isEmpty()) document.remove(field);
        else document.set(field, items);
    }

    /** One a line: a path may hold commas. */
    void lines(String field) {
        ArrayNode lines = document.arrayNode();
        form.value(field)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(lines::add);
        if (lines.isEmpty()) document.remove(field);
        else document.set(field, lines);
    }

    /** A choice of another entity by its id. */
    void reference(String field) {
        String id = form.value(field).strip();
        if (id.isEmpty()) document.remove(field);
        else document.putObject(field).put("id", id);
    }

    static String joined(List<String> items) {
        return items == null ? "" : String.join(", ", items);
    }

    static String inLines(List<String> items) {
        return items == null ? "" : String.join("\n", items);
    }
}
