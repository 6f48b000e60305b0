package io.gatehouse.catalog.reference;

import java.util.ArrayList;
import java.util.List;

/** One line of a schema: a property, a choice, or the whole. Filled by {@link SchemaTree}, then only read. */
public final class SchemaRow {
    /** What the line stands for. */
    public enum Kind {
        WHOLE,
        PROPERTY,
        CHOICE
    }

    final Kind kind;
    final String name;
    final String description;
    final boolean required;
    final Types types;
    final List<Fact> facts;
    final List<String> values;
    final boolean deprecated;
    final List<SchemaRow> children = new ArrayList<>();
    String example = "";
    String note = "";
    String more = "";

    SchemaRow(
            Kind kind,
            String name,
            String description,
            boolean required,
            boolean deprecated,
            Types types,
            List<Fact> facts,
            List<String> values) {
        this.kind = kind;
        this.name = name;
        this.description = description;
        this.required = required;
        this.deprecated = deprecated;
        this.types = types;
        this.facts = facts;
        this.values = values;
    }

    /**
     * The type in words.
     *
     * @param label  such as {@code string or null}, {@code array of Pet}
     * @param format such as {@code date-time}; may be empty
     * @param schema name under which the document keeps the schema; may be empty
     */
    public record Types(String label, String format, String schema) {}

    public boolean isChoice() {
        return kind == Kind.CHOICE;
    }

    public String name() {
        return name;
    }

    /** Markdown. */
    public String description() {
        return description;
    }

    public boolean required() {
        return required;
    }

    public boolean deprecated() {
        return deprecated;
    }

    public Types types() {
        return types;
    }

    public List<Fact> facts() {
        return facts;
    }

    /** The values that are allowed; empty when there is no such list. */
    public List<String> values() {
        return values;
    }

    public String example() {
        return example;
    }

    /** Why nothing stands below: a reference that is not followed, a schema that contains itself. */
    public String note() {
        return note;
    }

    /** Name of the schema whose own page goes on where this tree ends; empty when it does not end here. */
    public String more() {
        return more;
    }

    public List<SchemaRow> children() {
        return children;
    }

    /** What a reader opens. */
    public String childrenTitle() {
        boolean choice = children.stream().allMatch(SchemaRow::isChoice);
        String what =
                choice ? children.size() == 1 ? "choice" : "choices" : children.size() == 1 ? "property" : "properties";
        return children.size() + " " + what;
    }
}
