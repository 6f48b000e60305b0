package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.JsonText;
import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Refs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A body in one format.
 *
 * @param schema   null when the document says nothing about its shape
 * @param examples the author's, else one made from the schema; empty when neither can be had
 * @param value    what a sample call sends; missing when nothing is known
 */
public record MediaView(String type, SchemaRow schema, List<ExampleText> examples, Node value) {
    private static final int MOST_EXAMPLES = 8;
    private static final int LONGEST_SAMPLE = 6_000;

    static MediaView of(String type, Node media, Refs refs, Direction direction, SchemaTree.Allowance allowance) {
        Node schema = media.at("schema");
        SchemaRow tree = schema.isPresent() ? SchemaTree.of(schema, refs, direction, allowance) : null;
        MediaType format = new MediaType(type);
        List<ExampleText> examples = new ArrayList<>();
        Node first = Node.MISSING;
        if (media.at("example").isPresent()) {
            first = media.at("example");
            examples.add(ExampleText.of("", format, first));
        }
        for (Map.Entry<String, Node> named : media.at("examples").entries()) {
            Node example = refs.target(named.getValue());
            Node value = example.has("value") ? example.at("value") : example.at("dataValue");
            if (examples.size() < MOST_EXAMPLES && value.isPresent()) {
                String summary = example.at("summary").text();
                examples.add(ExampleText.of(summary.isBlank() ? named.getKey() : summary, format, value));
                first = first.isMissing() ? value : first;
            }
        }
        if (first.isMissing() && schema.isPresent()) {
            first = Examples.of(schema, refs, direction);
            if (!format.isXml() && !format.isBinary()) {
                examples.add(ExampleText.of("", format, first));
            }
        }
        boolean made = schema.isPresent() && isLong(first);
        return new MediaView(type, tree, List.copyOf(examples), made ? Examples.of(schema, refs, direction) : first);
    }

    /** Too long to be read in a sample, beside the text. */
    private static boolean isLong(Node value) {
        return JsonText.pretty(value, LONGEST_SAMPLE).length() > LONGEST_SAMPLE;
    }

    MediaType format() {
        return new MediaType(type);
    }
}
