package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Node.Type;
import io.gatehouse.catalog.spec.Refs;
import io.gatehouse.catalog.spec.Spec.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that a call carries beside its body. Swagger 2.0's body and form fields come as parameters, too.
 *
 * @param in   {@code path}, {@code query}, {@code header}, {@code cookie}; in 2.0 also {@code body} and {@code formData}
 * @param node as the document has it
 * @param note why nothing is known of it; empty when all is well
 */
record Parameter(String name, String in, boolean required, Node node, String note) {

    /** Those of the path item and of the operation, which replace those of the same name and place. */
    static Collection<Parameter> of(Operation operation, Refs refs) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        List<Node> nodes = new ArrayList<>(operation.pathItem().at("parameters").items());
        nodes.addAll(operation.node().at("parameters").items());
        for (Node node : nodes) {
            Parameter parameter = read(node, refs);
            parameters.put(parameter.in + " " + parameter.name, parameter);
        }
        return parameters.values();
    }

    private static Parameter read(Node node, Refs refs) {
        Refs.Target target = refs.follow(node);
        if (!target.isFound()) {
            String where = target.state() == Refs.State.EXTERNAL
                    ? "Described outside of this document: "
                    : "Not in this document: ";
            return new Parameter(target.name(), "", false, Node.MISSING, where + target.ref());
        }
        Node found = target.node();
        String in = found.at("in").text();
        boolean required = found.at("required").isTrue() || in.equals("path");
        return new Parameter(found.at("name").text(), in, required, found, "");
    }

    /** Its schema: of its own, of its first format, or (2.0) written into the parameter itself. */
    Node schema() {
        if (node.at("schema").isPresent()) {
            return node.at("schema");
        }
        Node content = node.at("content");
        if (content.size() > 0) {
            return content.entries().get(0).getValue().at("schema");
        }
        return node;
    }

    /** The schema with what the parameter itself says laid over it. */
    Node described() {
        if (schema() == node) {
            return node;
        }
        List<String> words = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        for (String word : List.of("description", "deprecated", "example")) {
            if (node.has(word)) {
                words.add(word);
                values.add(node.at(word));
            }
        }
        words.add("allOf");
        values.add(Node.array(List.of(schema()), 0, 0));
        return Node.object(words, values, node.line(), node.column());
    }

    /** A value for a sample call. A word of no meaning becomes a name that says what to put there. */
    Node sample(Refs refs) {
        Node first = node.at("examples").size() == 0
                ? Node.MISSING
                : refs.target(node.at("examples").entries().stream()
                                .findFirst()
                                .map(Map.Entry::getValue)
                                .orElse(Node.MISSING))
                        .at("value");
        if (first.isPresent() && !node.has("example")) {
            return first;
        }
        Node value = Examples.of(described(), refs, Direction.REQUEST);
        return value.isText() && value.text().equals("string") ? Node.scalar(Type.STRING, placeholder(), 0, 0) : value;
    }

    private String placeholder() {
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("[^A-Za-z0-9]+", "_");
        String clean = words.replaceAll("^_+|_+$", "").toUpperCase(Locale.ROOT);
        return clean.isEmpty() || clean.length() > 40 ? "VALUE" : clean;
    }
}
