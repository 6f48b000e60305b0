package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.reference.SchemaRow.Kind;
import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Refs;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Unfolds a schema into lines for the page. Level by level, so that when the page's allowance of lines is spent, what is
 * left out is the deepest; a schema that comes again below itself is named and not unfolded again.
 */
public final class SchemaTree {
    private static final int DEEPEST = 5;
    private static final int MOST_VALUES = 200;

    private final Refs refs;
    private final Direction direction;
    private final Allowance allowance;
    private final Deque<Branch> waiting = new ArrayDeque<>();

    /** The lines that one page may have; shared by all its trees. */
    public static final class Allowance {
        private int rows;

        public Allowance(int rows) {
            this.rows = rows;
        }
    }

    /** A line whose children are still to come, and the schemas above it. */
    private record Branch(SchemaRow row, Layers schema, Set<Node> above, int depth) {}

    private SchemaTree(Refs refs, Direction direction, Allowance allowance) {
        this.refs = refs;
        this.direction = direction;
        this.allowance = allowance;
    }

    /** The schema as a whole; its properties are its children. */
    public static SchemaRow of(Node schema, Refs refs, Direction direction, Allowance allowance) {
        return named(Kind.WHOLE, "", "", false, schema, refs, direction, allowance);
    }

    /** A parameter or header: a schema that has a name, and maybe a description of its own. */
    static SchemaRow named(
            String name, String description, boolean required, Node schema, Refs refs, Allowance allowance) {
        return named(Kind.PROPERTY, name, description, required, schema, refs, Direction.BOTH, allowance);
    }

    private static SchemaRow named(
            Kind kind,
            String name,
            String description,
            boolean required,
            Node schema,
            Refs refs,
            Direction direction,
            Allowance allowance) {
        SchemaTree tree = new SchemaTree(refs, direction, allowance);
        Branch root = tree.branch(kind, name, description, required, Layers.of(schema, refs), Set.of(), 0);
        while (!tree.waiting.isEmpty()) {
            tree.unfold(tree.waiting.removeFirst());
        }
        return root.row();
    }

    private Branch branch(
            Kind kind, String name, String description, boolean required, Layers schema, Set<Node> above, int depth) {
        allowance.rows--;
        SchemaRow row = new SchemaRow(
                kind,
                name,
                description.isBlank() ? schema.first("description").text() : description,
                required,
                schema.isTrue("deprecated"),
                TypeWords.of(schema, refs),
                Facts.of(schema),
                values(schema));
        row.example = example(schema);
        row.note = note(schema);
        Layers inner = TypeWords.innermost(schema, refs);
        Branch branch = new Branch(row, inner, above, depth);
        if (above.contains(inner.self())) {
            row.note =
                    "Contains itself: %s, shown above.".formatted(inner.name().isEmpty() ? "the same" : inner.name());
        } else if (row.note.isEmpty()) {
            waiting.addLast(branch);
        }
        return branch;
    }

    private void unfold(Branch branch) {
        Map<String, Node> properties = properties(branch.schema());
        List<Node> variants = branch.schema().variants();
        if (properties.isEmpty() && variants.isEmpty()) {
            return;
        }
        if (branch.depth() >= DEEPEST || allowance.rows <= 0) {
            branch.row().more = branch.schema().component();
            branch.row().note = branch.row().more.isEmpty() ? "Deeper levels are left out here." : "";
            return;
        }
        Set<Node> above = Collections.newSetFromMap(new IdentityHashMap<>());
        above.addAll(branch.above());
        above.add(branch.schema().self());
        Set<String> required = required(branch.schema());
        for (Map.Entry<String, Node> property : properties.entrySet()) {
            if (isSpent(branch)) {
                return;
            }
            Layers schema = Layers.of(property.getValue(), refs);
            if (direction.shows(schema)) {
                String name = property.getKey();
                boolean needed = direction.asks() && required.contains(name);
                add(branch, branch(Kind.PROPERTY, name, "", needed, schema, above, branch.depth() + 1));
            }
        }
        for (Node variant : variants) {
            if (isSpent(branch)) {
                return;
            }
            Layers schema = Layers.of(variant, refs);
            add(branch, branch(Kind.CHOICE, choice(schema), "", false, schema, above, branch.depth() + 1));
        }
    }

    /** One object may have more properties than a page has lines. */
    private boolean isSpent(Branch branch) {
        if (allowance.rows > 0) {
            return false;
        }
        branch.row().note = "The rest is left out here.";
        return true;
    }

    private static void add(Branch parent, Branch child) {
        parent.row().children.add(child.row());
    }

    private static String choice(Layers schema) {
        return schema.name().isEmpty() ? schema.first("title").text() : schema.name();
    }

    /** Named properties of all layers, and lines that stand for the unnamed. */
    private static Map<String, Node> properties(Layers schema) {
        Map<String, Node> properties = new LinkedHashMap<>();
        schema.all("properties")
                .forEach(layer -> layer.entries().forEach(property -> {
                    properties.putIfAbsent(property.getKey(), property.getValue());
                }));
        schema.all("patternProperties")
                .forEach(layer -> layer.entries()
                        .forEach(pattern ->
                                properties.putIfAbsent("names like " + pattern.getKey(), pattern.getValue())));
        Node others = schema.first("additionalProperties");
        if (others.isObject() && others.size() > 0) {
            properties.putIfAbsent(properties.isEmpty() ? "any name" : "any other name", others);
        }
        List<Node> tuple = schema.first("prefixItems").items();
        for (int i = 0; i < tuple.size(); i++) {
            properties.putIfAbsent("[" + i + "]", tuple.get(i));
        }
        return properties;
    }

    private static Set<String> required(Layers schema) {
        Set<String> required = new HashSet<>();
        schema.all("required").forEach(layer -> required.addAll(layer.texts()));
        return required;
    }

    private List<String> values(Layers schema) {
        Node values = TypeWords.innermost(schema, refs).first("enum");
        return values.items().stream().limit(MOST_VALUES).map(Facts::text).toList();
    }

    private static String example(Layers schema) {
        Node example =
                schema.first("example").isMissing() ? schema.first("examples").at(0) : schema.first("example");
        boolean shown = example.isPresent() && !example.isObject() && !example.isArray();
        return shown ? Facts.text(example) : "";
    }

    private static String note(Layers schema) {
        if (schema.missing().isEmpty()) {
            return "";
        }
        String ref = schema.missing().length() > 200 ? schema.missing().substring(0, 200) + "…" : schema.missing();
        return ref.startsWith("#")
                ? "The document has nothing at %s.".formatted(ref)
                : "Described outside of this document: %s".formatted(ref);
    }
}
