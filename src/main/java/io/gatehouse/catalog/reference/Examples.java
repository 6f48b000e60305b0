package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Node.Type;
import io.gatehouse.catalog.spec.Refs;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a value that fits a schema, from the author's own examples wherever there are some. Made when a page is shown, of limited
 * depth and size; a schema that contains itself ends in the word “recursive”.
 */
final class Examples {
    private static final int DEEPEST = 6;
    private static final int MOST_VALUES = 300;
    private static final int MOST_OPTIONAL = 12;

    private final Refs refs;
    private final Direction direction;
    private int values;

    private Examples(Refs refs, Direction direction) {
        this.refs = refs;
        this.direction = direction;
    }

    static Node of(Node schema, Refs refs, Direction direction) {
        return new Examples(refs, direction).value(schema, List.of());
    }

    private Node value(Node node, List<Node> above) {
        Layers schema = Layers.of(node, refs);
        Node given = given(schema);
        values++;
        if (!given.isMissing()) {
            return given;
        }
        if (above.stream().anyMatch(earlier -> earlier == schema.self())) {
            return text("recursive");
        }
        if (!schema.variants().isEmpty()
                && !schema.is("array")
                && schema.all("properties").isEmpty()) {
            return value(schema.variants().get(0), with(above, schema.self()));
        }
        List<String> types = schema.types();
        String type = types.isEmpty() ? "" : types.get(0);
        return switch (type) {
            case "object" -> object(schema, above);
            case "array" -> array(schema, above);
            case "integer" -> number(schema, "1");
            case "number" -> number(schema, "1.5");
            case "boolean" -> Node.scalar(Type.BOOLEAN, "true", 0, 0);
            case "string" -> text(word(schema));
            case "file" -> text("(file)");
            default -> schema.orNull() ? Node.scalar(Type.NULL, "", 0, 0) : text("any value");
        };
    }

    /** What the author says that the value may be. */
    private static Node given(Layers schema) {
        return Stream.of(
                        schema.first("example"),
                        schema.first("examples").at(0),
                        schema.first("const"),
                        schema.first("default"),
                        schema.first("enum").at(0))
                .filter(Node::isPresent)
                .findFirst()
                .orElse(Node.MISSING);
    }

    private Node object(Layers schema, List<Node> above) {
        List<Node> inside = with(above, schema.self());
        List<String> names = new ArrayList<>();
        List<Node> members = new ArrayList<>();
        Set<String> required = new LinkedHashSet<>();
        schema.all("required").forEach(layer -> required.addAll(layer.texts()));
        int optional = 0;
        for (Node properties : schema.all("properties")) {
            for (Map.Entry<String, Node> property : properties.entries()) {
                Layers inner = Layers.of(property.getValue(), refs);
                boolean needed = required.contains(property.getKey());
                boolean wanted = needed || isWorthShowing(inner) && optional < most(required);
                if (!wanted || names.contains(property.getKey()) || !direction.shows(inner) || isFull(above)) {
                    continue;
                }
                optional += needed ? 0 : 1;
                names.add(property.getKey());
                members.add(value(property.getValue(), inside));
            }
        }
        Node others = schema.first("additionalProperties");
        if (names.isEmpty() && others.isObject() && others.size() > 0 && !isFull(above)) {
            names.add("name");
            members.add(value(others, inside));
        }
        return Node.object(names, members, 0, 0);
    }

    private static boolean isWorthShowing(Layers schema) {
        return !schema.isTrue("deprecated");
    }

    /** A request shows what must be there; an answer shows what may come. */
    private int most(Set<String> required) {
        if (direction == Direction.REQUEST && !required.isEmpty()) {
            return 0;
        }
        return direction == Direction.REQUEST ? MOST_OPTIONAL / 2 : MOST_OPTIONAL * 3;
    }

    private Node array(Layers schema, List<Node> above) {
        Node items = schema.first("items");
        List<Node> tuple = schema.first("prefixItems").items();
        List<Node> inside = with(above, schema.self());
        if (isFull(above)) {
            return Node.array(List.of(), 0, 0);
        }
        if (!tuple.isEmpty()) {
            return Node.array(
                    tuple.stream().limit(10).map(item -> value(item, inside)).toList(), 0, 0);
        }
        return items.isObject() ? Node.array(List.of(value(items, inside)), 0, 0) : Node.array(List.of(), 0, 0);
    }

    private boolean isFull(List<Node> above) {
        return above.size() >= DEEPEST || values >= MOST_VALUES;
    }

    private static Node number(Layers schema, String otherwise) {
        String least = schema.first("minimum").text();
        boolean usable = least.matches("-?[0-9]{1,15}(\\.[0-9]{1,6})?") && !schema.isTrue("exclusiveMinimum");
        return Node.scalar(Type.NUMBER, usable ? least : otherwise, 0, 0);
    }

    private static String word(Layers schema) {
        return switch (schema.first("format").text()) {
            case "date" -> "2026-05-17";
            case "date-time" -> "2026-05-17T09:30:00Z";
            case "time" -> "09:30:00Z";
            case "duration" -> "P1D";
            case "uuid" -> "3f0c2d5e-8a41-4b7c-9d26-5e1f7a3b9c04";
            case "email" -> "ada@example.com";
            case "uri", "url", "uri-reference" -> "https://example.com";
            case "hostname" -> "example.com";
            case "ipv4" -> "192.0.2.1";
            case "ipv6" -> "2001:db8::1";
            case "byte" -> "aGVsbG8=";
            case "binary" -> "(file)";
            default -> "string";
        };
    }

    private static Node text(String text) {
        return Node.scalar(Type.STRING, text, 0, 0);
    }

    private static List<Node> with(List<Node> above, Node schema) {
        List<Node> more = new ArrayList<>(above);
        more.add(schema);
        return more;
    }
}
