package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Refs;
import io.gatehouse.catalog.spec.Refs.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A schema as its readers think of it: what it says itself, what it refers to and all parts of its {@code allOf} laid over each
 * other, the outermost first. Words beside a {@code $ref} count in every version of OpenAPI, since authors mean them to.
 */
final class Layers {
    /** More than any real schema has; parts that name each other in circles end here at the latest. */
    private static final int MOST = 48;

    private final List<Node> nodes = new ArrayList<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Refs refs;
    private Node self = Node.MISSING;
    private String name = "";
    private String component = "";
    private String missing = "";
    private boolean orNull;

    private Layers(Refs refs) {
        this.refs = refs;
    }

    static Layers of(Node schema, Refs refs) {
        Layers layers = new Layers(refs);
        layers.add(schema, true);
        return layers;
    }

    private void add(Node schema, boolean names) {
        if (nodes.size() >= MOST || !seen.add(schema)) {
            return;
        }
        nodes.add(schema);
        if (names) {
            self = schema;
        }
        if (schema.at("$ref").isText()) {
            follow(schema, names);
        }
        List<Node> parts = schema.at("allOf").items();
        for (Node part : parts) {
            add(part, names && parts.size() == 1);
        }
        orNull |= schema.at("nullable").isTrue() || schema.at("x-nullable").isTrue();
        only(schema.at("oneOf"), names);
        only(schema.at("anyOf"), names);
    }

    private void follow(Node schema, boolean names) {
        Refs.Target target = refs.follow(schema);
        if (target.state() != State.FOUND) {
            missing = schema.at("$ref").text();
            return;
        }
        if (names && name.isEmpty()) {
            name = target.name();
            component = isComponent(target.ref()) ? name : "";
            self = target.node();
        }
        add(target.node(), false);
    }

    /** “This or null” is how 3.1 says “nullable”: not a choice for the reader. */
    private void only(Node variants, boolean names) {
        List<Node> real =
                variants.items().stream().filter(variant -> !isNull(variant)).toList();
        if (real.size() == 1) {
            orNull |= variants.size() > 1;
            add(real.get(0), names);
        }
    }

    private static boolean isNull(Node variant) {
        return variant.at("type").text().equals("null");
    }

    private static boolean isComponent(String ref) {
        return ref.matches("#/(components/schemas|definitions)/[^/]+");
    }

    /** Of a choice between several schemas, those; of everything else, nothing. */
    List<Node> variants() {
        return nodes.stream()
                .flatMap(node -> List.of(node.at("oneOf"), node.at("anyOf")).stream())
                .map(choice -> choice.items().stream()
                        .filter(variant -> !isNull(variant))
                        .toList())
                .filter(variants -> variants.size() > 1)
                .findFirst()
                .orElse(List.of());
    }

    /** The outermost that the schema says about this word, or {@link Node#MISSING}. */
    Node first(String word) {
        return nodes.stream()
                .map(node -> node.at(word))
                .filter(value -> !value.isMissing())
                .findFirst()
                .orElse(Node.MISSING);
    }

    /** All that the layers say about this word. */
    List<Node> all(String word) {
        return nodes.stream().map(node -> node.at(word)).filter(Node::isPresent).toList();
    }

    boolean isTrue(String word) {
        return nodes.stream().anyMatch(node -> node.at(word).isTrue());
    }

    /** The schema that this is when references are followed; what it shares with others through allOf is not it. */
    Node self() {
        return self;
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Name of what is referred to; empty for a schema that stands where it is used. */
    String name() {
        return name;
    }

    /** The name, if it is one of the document's own list of schemas. */
    String component() {
        return component;
    }

    /** A reference that leads nowhere or out of the document, as written; empty when all were found. */
    String missing() {
        return missing;
    }

    /** The types that are allowed; null is told by {@link #orNull}. */
    List<String> types() {
        Node type = first("type");
        if (type.isArray()) {
            return type.texts().stream().filter(word -> !word.equals("null")).toList();
        }
        if (type.isText()) {
            return List.of(type.text());
        }
        return inferred();
    }

    private List<String> inferred() {
        if (!first("properties").isMissing() || !first("additionalProperties").isMissing()) {
            return List.of("object");
        }
        if (!first("items").isMissing() || !first("prefixItems").isMissing()) {
            return List.of("array");
        }
        Node value = first("const").isMissing() ? first("enum").at(0) : first("const");
        String type = switch (value.type()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            default -> null;
        };
        return type == null ? List.of() : List.of(type);
    }

    boolean is(String type) {
        return types().contains(type);
    }

    boolean orNull() {
        return orNull
                || nodes.stream()
                        .map(node -> node.at("type"))
                        .filter(Node::isArray)
                        .anyMatch(type -> type.texts().contains("null"))
                || Objects.equals(first("type").text(), "null");
    }
}
